/** The characters that an atom matches: one flag for each of the first 256, and one for all others. */
type Characters = readonly boolean[];

interface Atom {
  readonly kind: 'set';
  readonly set: Characters;
}

interface Group {
  readonly kind: 'group';
  readonly alternatives: readonly Sequence[];
}

interface Piece {
  readonly of: Atom | Group;
  readonly least: number;
  readonly most: number;
}

type Sequence = readonly Piece[];

/** A group repeated as often as this can take exponential time; fewer cannot take long. */
const many = 8;

/**
 * Whether a pattern could take exponential time: a repeated group whose text can be divided in more than one way.
 *
 * Cheap and on the safe side: a repeated group passes when each of its repetitions has one length, or has a
 * separator that nothing else in it matches, and when its alternatives begin differently. Back references fail.
 */
export function isCostly(pattern: string): boolean {
  const parsed = parse(pattern);
  return parsed === undefined || sequenceIsCostly(parsed);
}

function sequenceIsCostly(alternatives: readonly Sequence[]): boolean {
  return alternatives.some((pieces) =>
    pieces.some(
      ({ of, most }) =>
        of.kind === 'group' && (sequenceIsCostly(of.alternatives) || (most >= many && divides(of))),
    ),
  );
}

/** Whether a repetition of the group could be taken for two of them, or for another alternative. */
function divides({ alternatives }: Group): boolean {
  const firsts = alternatives.map(first);
  const differ = firsts.every((a, i) => firsts.every((b, j) => i === j || disjoint(a, b)));
  if (!differ && alternatives.length > 1) return true;
  return alternatives.some((pieces) => {
    if (pieces.every(({ of, least, most }) => least === most && of.kind === 'set')) return false;
    return !pieces.some((piece, i) =>
      separates(
        piece,
        pieces.filter((_, j) => i !== j),
      ),
    );
  });
}

/** Whether a piece shows where one repetition ends: it is there, and it cannot be drawn out into the next one. */
function separates(piece: Piece, others: Sequence): boolean {
  if (piece.least === 0 || piece.of.kind !== 'set') return false;
  if (piece.least !== piece.most && !others.some(({ least }) => least > 0)) return false;
  return others.every((other) => disjoint(all(other), all(piece)));
}

function first(pieces: Sequence): Characters {
  const reached: Characters[] = [];
  for (const { of, least } of pieces) {
    reached.push(...(of.kind === 'set' ? [of.set] : of.alternatives.map(first)));
    if (least > 0) break;
  }
  return union(reached);
}

function all({ of }: Piece): Characters {
  return of.kind === 'set' ? of.set : union(of.alternatives.flatMap((pieces) => pieces.map(all)));
}

function union(sets: readonly Characters[]): Characters {
  return samples.map((_, i) => sets.some((set) => set[i]));
}

function disjoint(a: Characters, b: Characters): boolean {
  return a.every((has, i) => !has || !b[i]);
}

const samples: readonly string[] = [
  ...Array.from({ length: 256 }, (_, code) => String.fromCodePoint(code)),
  'あ',
];
const sets = new Map<string, Characters>();

function setOf(atom: string): Characters {
  const known = sets.get(atom);
  if (known !== undefined) return known;
  const one = new RegExp(`^(?:${atom})$`, 'u');
  const set = samples.map((sample) => one.test(sample));
  sets.set(atom, set);
  return set;
}

const atomAt =
  /\\u\{[^}]*\}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[pP]\{[^}]*\}|\\c[A-Za-z]|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/uy;
const quantifierAt = /([*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;

/** The pattern as alternatives; undefined where it has a back reference. Only for patterns that compile. */
function parse(pattern: string): readonly Sequence[] | undefined {
  let at = 0;
  let backReference = false;
  const parsed = alternatives();
  return backReference ? undefined : parsed;

  function alternatives(): readonly Sequence[] {
    const found: Piece[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (pattern[at] === '|') {
        at++;
        found.push([]);
        continue;
      }
      const of = pattern[at] === '(' ? group() : atom();
      const [least, most] = quantifier();
      if (of !== undefined) found.at(-1)?.push({ of, least, most });
    }
    return found;
  }

  function group(): Group | undefined {
    const opening = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y;
    opening.lastIndex = at;
    const [opened = '('] = opening.exec(pattern) ?? [];
    at += opened.length;
    const inner = alternatives();
    at++;
    // What looks around takes no text; it is judged by itself.
    if (!/[=!]$/.test(opened)) return { kind: 'group', alternatives: inner };
    if (sequenceIsCostly(inner)) backReference = true;
    return undefined;
  }

  function atom(): Atom | undefined {
    atomAt.lastIndex = at;
    const [text = ''] = atomAt.exec(pattern) ?? [];
    at += text.length;
    if (/^\\[1-9k]/.test(text)) backReference = true;
    return text === '^' || text === '$' || /^\\[bB1-9k]/.test(text)
      ? undefined
      : { kind: 'set', set: setOf(text) };
  }

  function quantifier(): readonly [least: number, most: number] {
    quantifierAt.lastIndex = at;
    const found = quantifierAt.exec(pattern);
    if (found === null) return [1, 1];
    at += found[0].length;
    const [, sign = '', least = '0', comma, most] = found;
    if (sign === '?') return [0, 1];
    if (sign === '*' || sign === '+') return [sign === '+' ? 1 : 0, Number.POSITIVE_INFINITY];
    return [
      Number(least),
      comma === undefined ? Number(least) : most ? Number(most) : Number.POSITIVE_INFINITY,
    ];
  }
}
