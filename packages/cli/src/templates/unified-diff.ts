interface Change {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** The difference of two texts as `diff -u` writes it, with three lines around; empty where there is none. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const changes = compare(linesOf(before), linesOf(after));
  const hunks = hunksOf(changes);
  if (hunks.length === 0) return '';
  let [old, made, at] = [1, 1, 0];
  const written = hunks.flatMap(({ start, end }) => {
    for (; at < start; at++) {
      old++;
      made++;
    }
    const own = changes.slice(start, end);
    const [gone, come] = [
      own.filter(({ kind }) => kind !== '+').length,
      own.filter(({ kind }) => kind !== '-').length,
    ];
    const head = `@@ -${range(old, gone)} +${range(made, come)} @@\n`;
    [old, made, at] = [old + gone, made + come, end];
    const lines = own.map(({ kind, line }) =>
      line.endsWith('\n') ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`,
    );
    return [head, ...lines];
  });
  return [`--- a/${name}\n`, `+++ b/${name}\n`, ...written].join('');
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

const around = 3;

function hunksOf(changes: readonly Change[]): readonly { readonly start: number; readonly end: number }[] {
  const hunks: { start: number; end: number }[] = [];
  for (const [at, { kind }] of changes.entries()) {
    if (kind === ' ') continue;
    const [start, end] = [Math.max(0, at - around), Math.min(changes.length, at + 1 + around)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  return hunks;
}

/** The shortest way from one list of lines to the other (Myers, "An O(ND) Difference Algorithm", 1986). */
function compare(before: readonly string[], after: readonly string[]): readonly Change[] {
  const most = before.length + after.length;
  const trails: Map<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let steps = 0; steps <= most; steps++) {
    trails.push(new Map(reached));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const [left, right] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1];
      let x = diagonal === -steps || (diagonal !== steps && left < right) ? right : left + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(before, after, trails);
    }
    reached = new Map(reached);
  }
  return [];
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  trails: readonly ReadonlyMap<number, number>[],
): readonly Change[] {
  const changes: Change[] = [];
  let [x, y] = [before.length, after.length];
  for (let steps = trails.length - 1; steps >= 0; steps--) {
    const reached = trails[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const [left, right] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1];
    const added = diagonal === -steps || (diagonal !== steps && left < right);
    const fromX = added ? right : left;
    const fromY = fromX - (added ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0 && before[x - 1] === after[y - 1]) {
      changes.push({ kind: ' ', line: before[--x] ?? '' });
      y--;
    }
    if (steps === 0) break;
    if (added) changes.push({ kind: '+', line: after[--y] ?? '' });
    else changes.push({ kind: '-', line: before[--x] ?? '' });
  }
  return changes.toReversed();
}
