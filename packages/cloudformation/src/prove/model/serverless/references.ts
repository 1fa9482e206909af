import { isUnread } from '../json.ts';

/** Names that the transform understands, and the logical ids that they stand for: `Video.Alias`. */
export type Referred = ReadonlyMap<string, string>;

const DEEPEST = 100;

/** A copy in which `Ref`, `Fn::GetAtt` and `Fn::Sub` name what the transform made. */
export function withReferred(value: unknown, referred: Referred, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((each) => withReferred(each, referred, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: readonly [string, unknown]) => {
      const named =
        key === 'Ref'
          ? reference(each, referred)
          : key === 'Fn::GetAtt'
            ? attribute(each, referred)
            : key === 'Fn::Sub'
              ? substitution(each, referred)
              : undefined;
      return [key, named ?? withReferred(each, referred, depth + 1)];
    }),
  );
}

function reference(argument: unknown, referred: Referred): unknown {
  return typeof argument === 'string' ? referred.get(argument) : undefined;
}

/** `[Video.Alias, Name]`, `[Video, Alias.Name]` and `Video.Alias.Name`. */
function attribute(argument: unknown, referred: Referred): unknown {
  const parts: unknown = Array.isArray(argument) ? argument.join('.') : argument;
  if (typeof parts !== 'string') return undefined;
  const found = longest(parts, referred);
  return found && found.rest !== '' ? [found.logicalId, found.rest] : undefined;
}

function substitution(argument: unknown, referred: Referred): unknown {
  const [pattern, ...variables]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') return undefined;
  const own = isUnread(variables[0]) ? variables[0] : {};
  const text = pattern.replace(/\$\{([^{}!][^{}]*)\}/g, (whole, inner: string) => {
    const name = inner.trim();
    const found = Object.hasOwn(own, name) ? undefined : longest(name, referred);
    return found === undefined ? whole : `\${${[found.logicalId, found.rest].filter(Boolean).join('.')}}`;
  });
  return Array.isArray(argument) ? [text, ...variables.map((each) => withReferred(each, referred))] : text;
}

function longest(name: string, referred: Referred) {
  const parts = name.split('.');
  for (const length of [2, 1]) {
    const logicalId = referred.get(parts.slice(0, length).join('.'));
    if (logicalId !== undefined && parts.length >= length)
      return { logicalId, rest: parts.slice(length).join('.') };
  }
  return undefined;
}
