import type { Finding, PatchOperation, TemplatePath } from '../finding.ts';
import { isInLoop, LOOP } from './model/members.ts';
import type { Hop } from './proof.ts';

/** Brings what was found in a template with its loops and nested stacks written out back to how it is written. */
export interface AsWritten {
  readonly hop: (hop: Hop) => Hop;
  readonly finding: (finding: Finding) => Finding;
}

/**
 * A place that a loop further in makes is shown as the last place on the way to it that is written; one in a nested
 * stack as the stack. No patch mends one turn of a loop, or the template of a nested stack.
 */
export function asWritten(template: unknown): AsWritten {
  const place = (path: TemplatePath): TemplatePath => {
    let found: unknown = template;
    for (const [index, key] of path.entries()) {
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) {
        const stack = index === 1 ? stackOf(key) : undefined;
        return stack === undefined ? path.slice(0, index) : place([...path.slice(0, 1), stack]);
      }
      found = (found as Readonly<Record<string | number, unknown>>)[key];
    }
    return path;
  };
  const isApplicable = ({ path, ...rest }: PatchOperation) =>
    !isInLoop(path) &&
    place(path.slice(0, -1)).length === path.length - 1 &&
    !/"(?:[A-Za-z0-9]+\/)+[A-Za-z0-9]+"/.test(JSON.stringify([path[1], references(rest)]));
  return {
    hop(hop) {
      const { fix, from, to } = hop;
      const shown = { ...hop, path: place(hop.path) };
      if (fix === undefined) return shown;
      const { patch, code, ...text } = fix;
      const isInside = [from, to].some(({ logicalId }) => logicalId?.includes('/') === true);
      return {
        ...shown,
        fix: {
          ...text,
          ...(patch?.every(isApplicable) && { patch }),
          ...(code !== undefined && !isInside && { code }),
        },
      };
    },
    finding(finding) {
      const { patch, ...rest } = finding;
      const shown = { ...rest, path: place(finding.path) };
      return patch?.every(isApplicable) ? { ...shown, patch } : shown;
    },
  };
}

/** The names of resources in what a patch writes. */
function references(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(references);
  return Object.entries(value).flatMap(([key, each]): readonly unknown[] => {
    if (key === 'Ref') return [each];
    if (key === 'Fn::GetAtt') return [each].flat().slice(0, 1);
    if (key === 'Fn::Sub') return [each].flat().slice(0, 1).flatMap(namesIn);
    return references(each);
  });
}

function namesIn(pattern: unknown): readonly string[] {
  if (typeof pattern !== 'string') return [];
  return [...pattern.matchAll(/\$\{([^.}]+)/g)].map(([, name = '']) => name);
}

/** `Nested` of `Nested/Topic`. */
function stackOf(key: string | number): string | undefined {
  const name = typeof key === 'string' && key.startsWith(LOOP) ? key.slice(LOOP.length) : String(key);
  const slash = name.indexOf('/');
  return slash < 0 ? undefined : name.slice(0, slash);
}
