/** Nobody means a longer word than this, nor has more words to choose from: comparing more would cost too much. */
const longest = 128;
const most = 2_000;
/** After as many suggestions a reader has other things to do first. */
const enough = 200;

/** What counts the suggestions of one validation. */
export interface Suggesting {
  suggestions: number;
}

/** The word that was probably meant, as long as not too many were looked for already. */
export function nearestOf(context: Suggesting, word: string, known: Iterable<string>): string | undefined {
  context.suggestions += 1;
  return context.suggestions > enough ? undefined : nearest(word, known);
}

/** The word that was probably meant: the same but for case, otherwise the closest by edits, if close at all. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > longest) return undefined;
  let left = most;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    if (Math.abs(other.length - lower.length) > least) continue;
    left -= 1;
    if (left < 0) continue;
    const distance = edits(lower, other, least + 1);
    // Of words as close as each other the first by the alphabet, whatever the order is.
    if (distance < least || (distance === least && best !== undefined && candidate < best)) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** The edit distance (insert, delete, replace, swap of neighbours), or `cap` if it is at least that. */
function edits(from: string, to: string, cap: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    let lowest = row;
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      let cost = Math.min(
        (previous[column] ?? cap) + 1,
        (current[column - 1] ?? cap) + 1,
        (previous[column - 1] ?? cap) + same,
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (before[column - 2] ?? cap) + 1);
      current.push(cost);
      if (cost < lowest) lowest = cost;
    }
    if (lowest >= cap) return cap;
    before = previous;
    previous = current;
  }
  return Math.min(previous[to.length] ?? cap, cap);
}

/** ` Did you mean X?`, or nothing. */
export function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
