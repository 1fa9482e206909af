const compiled = new Map<string, RegExp | undefined>();

/** As long as texts may be for patterns of the tables, which are known to be quick. */
const longest = 2_000;
/** For patterns that a template brings along, of which nothing is known. */
const longestForeign = 200;
/** For those that repeat what can match in several ways: they can take exponential time. */
const longestRisky = 24;

/**
 * Whether the text matches a pattern of the tables; undefined where that is not known: of a pattern that ECMAScript
 * does not have, and of very long texts.
 */
export function testPattern(pattern: string, text: string): boolean | undefined {
  return text.length > longest ? undefined : compile(pattern)?.test(text);
}

/** The same for a pattern that is written in a template: it has to match the whole text, and may be a trap. */
export function testForeignPattern(pattern: string, text: string): boolean | undefined {
  if (pattern.length > 1_000 || text.length > (isRisky(pattern) ? longestRisky : longestForeign))
    return undefined;
  return compile(`^(?:${pattern})$`)?.test(text);
}

function compile(pattern: string): RegExp | undefined {
  const known = compiled.get(pattern);
  if (known !== undefined || compiled.has(pattern)) return known;
  let expression: RegExp | undefined;
  for (const flags of ['u', ''])
    try {
      expression = new RegExp(pattern, flags);
      break;
    } catch {
      // Not of this dialect: the other one, or unknown.
    }
  compiled.set(pattern, expression);
  return expression;
}

/** Whether a repeated group holds a repetition or alternatives. */
function isRisky(pattern: string): boolean {
  const groups: boolean[] = [];
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\{\d+,?\d*\}|[()|+*]/gs)) {
    if (token === '(') groups.push(false);
    else if (token === '|' || token === '+' || token === '*' || token.startsWith('{')) {
      if (groups.length > 0) groups[groups.length - 1] = true;
    } else if (token === ')') {
      const varied = groups.pop() === true;
      if (varied && groups.length > 0) groups[groups.length - 1] = true;
      if (varied && /[+*{]/.test(pattern)) return true;
    }
  }
  return false;
}
