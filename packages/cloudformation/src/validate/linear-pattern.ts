/** A regular expression as far as its cost is concerned, and as steps that are walked without going back. */
export interface LinearPattern {
  /** How many steps it has: the work of {@link LinearPattern.test} is at most that times the length of the text. Infinite for one with too many. */
  readonly size: () => number;
  /** Whether the text holds a match. */
  readonly test: (text: string) => boolean;
  /** At least about how many ways going back could try for a text of this length. */
  readonly ways: (length: number) => number;
}

type Node =
  | { readonly is: 'one'; readonly fits: (character: string) => boolean }
  | { readonly is: 'start' }
  | { readonly is: 'end' }
  | { readonly is: 'all'; readonly of: readonly Node[] }
  | { readonly is: 'any'; readonly of: readonly Node[] }
  | { readonly is: 'repeat'; readonly of: Node; readonly least: number; readonly most: number };

type Step =
  | { readonly is: 'one'; readonly fits: (character: string) => boolean; readonly next: number }
  | { readonly is: 'start' | 'end'; readonly next: number }
  | { readonly is: 'fork'; readonly next: readonly number[] };

const mostSteps = 4_000;
const TOKEN =
  /\\u\{[0-9A-Fa-f]+\}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\c[A-Za-z]|\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|\(\?<[A-Za-z_]\w*>|\(\?|\{\d+(?:,\d*)?\}|./gsu;

/** Reads a pattern; undefined for one with what cannot be walked so: looks around, back references, word boundaries. */
export function linearPattern(pattern: string): LinearPattern | undefined {
  const tree = parse(pattern);
  if (tree === undefined) return undefined;
  const steps: Step[] = [];
  let size: number | undefined;
  const sized = (): number => {
    size ??= write(tree, steps) ? steps.length : Number.POSITIVE_INFINITY;
    return size;
  };
  return {
    size: sized,
    test: (text) => Number.isFinite(sized()) && walk(steps, text),
    ways: (length) => waysOf(tree, length) * (pattern.startsWith('^') ? 1 : length + 1),
  };
}

function parse(pattern: string): Node | undefined {
  const tokens = pattern.match(TOKEN) ?? [];
  let at = 0;
  let failed = false;

  function any(): Node {
    const of = [all()];
    while (tokens[at] === '|') {
      at += 1;
      of.push(all());
    }
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: 'any', of };
  }

  function all(): Node {
    const of: Node[] = [];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')' && !failed)
      of.push(repeated(atom()));
    return { is: 'all', of };
  }

  function atom(): Node {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '^') return { is: 'start' };
    if (token === '$') return { is: 'end' };
    if (token.startsWith('(')) {
      if (token === '(?') failed = true;
      const inner = any();
      if (tokens[at] !== ')') failed = true;
      at += 1;
      return inner;
    }
    if (/^(?:[*+?{]|\\[bBk1-9])/.test(token)) failed = true;
    if (token.length === 1 && token !== '.') return { is: 'one', fits: (character) => character === token };
    return { is: 'one', fits: oneOf(token) };
  }

  function repeated(of: Node): Node {
    const token = tokens[at] ?? '';
    const [, low, comma, high] = /^\{(\d+)(,?)(\d*)\}$/.exec(token) ?? [];
    if (low === undefined && !['*', '+', '?'].includes(token)) return of;
    at += 1;
    if (tokens[at] === '?') at += 1;
    const least = low === undefined ? (token === '+' ? 1 : 0) : Number(low);
    const open = low === undefined ? token !== '?' : comma === ',' && high === '';
    const most = open
      ? Number.POSITIVE_INFINITY
      : low === undefined
        ? 1
        : comma === ''
          ? least
          : Number(high);
    return { is: 'repeat', of, least, most };
  }

  const tree = any();
  return failed || at < tokens.length ? undefined : tree;
}

/** What one character may be: a class or an escape, which the engine reads when it is asked for. */
function oneOf(token: string): (character: string) => boolean {
  const known = new Map<string, boolean>();
  let expression: RegExp | undefined;
  return (character) => {
    expression ??= read(token);
    const answer = known.get(character) ?? expression.test(character);
    if (known.size < 256) known.set(character, answer);
    return answer;
  };
}

function read(token: string): RegExp {
  try {
    return new RegExp(`^${token}$`, 'u');
  } catch {
    return new RegExp(`^${token}$`);
  }
}

/** Appends the steps of a node; false where there would be too many. */
function write(node: Node, steps: Step[]): boolean {
  if (steps.length > mostSteps) return false;
  if (node.is === 'all') return node.of.every((each) => write(each, steps));
  if (node.is === 'any') {
    const starts: number[] = [];
    const fork = steps.push({ is: 'fork', next: starts }) - 1;
    const ends: number[][] = [];
    for (const each of node.of) {
      starts.push(steps.length);
      if (!write(each, steps)) return false;
      const end: number[] = [];
      steps.push({ is: 'fork', next: end });
      ends.push(end);
    }
    for (const end of ends) end.push(steps.length);
    return fork >= 0;
  }
  const next = steps.length + 1;
  if (node.is === 'one') return steps.push({ is: 'one', fits: node.fits, next }) > 0;
  if (node.is !== 'repeat') return steps.push({ is: node.is, next }) > 0;
  const { of, least, most } = node;
  if (least > mostSteps || (Number.isFinite(most) && most > mostSteps)) return false;
  for (let turn = 0; turn < least; turn++) if (!write(of, steps)) return false;
  if (!Number.isFinite(most)) {
    const ways: number[] = [];
    const fork = steps.push({ is: 'fork', next: ways }) - 1;
    ways.push(steps.length);
    if (!write(of, steps)) return false;
    steps.push({ is: 'fork', next: [fork] });
    ways.push(steps.length);
    return true;
  }
  const outs: number[][] = [];
  for (let turn = least; turn < most; turn++) {
    const ways: number[] = [];
    steps.push({ is: 'fork', next: ways });
    ways.push(steps.length);
    outs.push(ways);
    if (!write(of, steps)) return false;
  }
  for (const ways of outs) ways.push(steps.length);
  return true;
}

/** All the places that a match could be at, character by character. */
function walk(steps: readonly Step[], text: string): boolean {
  const characters = Array.from(text);
  let places = new Set<number>();
  for (let at = 0; at <= characters.length; at++) {
    const isAt = { start: at === 0, end: at === characters.length };
    const pending = [...places, 0];
    places = new Set();
    const ones: number[] = [];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (place === steps.length) return true;
      const step = steps[place];
      if (step === undefined || places.has(place)) continue;
      places.add(place);
      if (step.is === 'one') ones.push(place);
      else if (step.is === 'fork') pending.push(...step.next);
      else if (isAt[step.is]) pending.push(step.next);
    }
    const character = characters[at];
    places = new Set();
    if (character === undefined) return false;
    for (const place of ones) {
      const step = steps[place];
      if (step?.is === 'one' && step.fits(character)) places.add(step.next);
    }
  }
  return false;
}

function waysOf(node: Node, length: number): number {
  if (node.is === 'all') return node.of.reduce((product, each) => product * waysOf(each, length), 1);
  if (node.is === 'any') return node.of.reduce((sum, each) => sum + waysOf(each, length), 0);
  if (node.is !== 'repeat') return 1;
  const most = Math.min(node.most, length);
  return waysOf(node.of, length) ** most * (Math.max(0, most - node.least) + 1);
}
