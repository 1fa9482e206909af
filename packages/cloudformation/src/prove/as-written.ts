import type { Finding, PatchOperation, TemplatePath } from '../finding.ts';
import { isUnread } from './model/json.ts';
import { isInLoop, LOOP } from './model/members.ts';
import { inSam, toldInSam } from './model/serverless/in-sam.ts';
import type { Hop, HopFix } from './proof.ts';

/** Brings what was found in a template with its loops, nested stacks and SAM written out back to how it is written. */
export interface AsWritten {
  readonly hop: (hop: Hop) => Hop;
  readonly finding: (finding: Finding) => Finding;
}

/** What the transform makes under a name with a hash has another one here, so that nothing can refer to it. */
const HASHED = /(?:Version|Alias|Deployment)$/;

/**
 * A place that a loop further in makes is shown as the last place on the way to it that is written; one in a nested
 * stack as the stack; one in what a transform made (`from`) as that of which it was made. No patch mends one turn of a
 * loop, the template of a nested stack, or what is made.
 */
export function asWritten(template: unknown, from: ReadonlyMap<string, TemplatePath> = new Map()): AsWritten {
  const place = (path: TemplatePath): TemplatePath => {
    const made = source(path, from);
    if (made !== undefined) {
      const [base, rest] = made;
      const whole = [...base, ...rest];
      return written(whole).length === whole.length ? whole : written(base);
    }
    return written(path);
  };
  const written = (path: TemplatePath): TemplatePath => {
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
  const isMade = ({ path, ...rest }: PatchOperation) =>
    from.has(String(path[1])) ||
    references(rest).some((name) => from.has(String(name)) && HASHED.test(String(name))) ||
    (path[2] === 'Properties' && isServerless(template, path));
  const isApplicable = (operation: PatchOperation) => {
    const { path, ...rest } = operation;
    return (
      !isMade(operation) &&
      !isInLoop(path) &&
      written(path.slice(0, -1)).length === path.length - 1 &&
      !/"(?:[A-Za-z0-9]+\/)+[A-Za-z0-9]+"/.test(JSON.stringify([path[1], references(rest)]))
    );
  };
  const mended = (fix: HopFix): HopFix => inSam(fix, template, from) ?? fix;
  return {
    hop(hop) {
      const { from: source, to } = hop;
      const shown = { ...hop, path: place(hop.path) };
      if (hop.fix === undefined) return shown;
      const { patch, code, ...text } = mended(hop.fix);
      const isInside = [source, to].some(({ logicalId }) => logicalId?.includes('/') === true);
      const isOfMade = hop.fix.patch?.some(isMade) === true;
      const isSam = patch !== hop.fix.patch;
      return {
        ...shown,
        fix: {
          ...text,
          ...((isSam || patch?.every(isApplicable)) && patch !== undefined && { patch }),
          ...(code !== undefined && !isInside && !isOfMade && { code }),
        },
      };
    },
    finding(finding) {
      const path = place(finding.path);
      const isOfServerless = from.size > 0 && isServerless(template, path);
      const { patch, ...rest } = isOfServerless ? toldInSam(finding) : finding;
      const shown = { ...rest, path };
      return patch?.every(isApplicable) ? { ...shown, patch } : shown;
    },
  };
}

/** Of what the longest part of a path was made, and the rest of the path. */
function source(
  path: TemplatePath,
  from: ReadonlyMap<string, TemplatePath>,
): readonly [base: TemplatePath, rest: TemplatePath] | undefined {
  if (from.size === 0 || path[0] !== 'Resources') return undefined;
  for (let length = path.length; length > 1; length--) {
    const base = from.get(path.slice(1, length).join('/'));
    if (base !== undefined) return [base, path.slice(length)];
  }
  return undefined;
}

/** Whether a place is in a resource that the transform takes: it has other properties when it is deployed. */
function isServerless(template: unknown, path: TemplatePath): boolean {
  const resources: unknown = isUnread(template) ? template['Resources'] : undefined;
  const resource: unknown = isUnread(resources) ? resources[String(path[1])] : undefined;
  return isUnread(resource) && String(resource['Type']).startsWith('AWS::Serverless::');
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
