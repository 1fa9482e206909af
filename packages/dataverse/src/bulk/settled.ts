/** Row indexes from the first (included) to the last (excluded). */
export type Range = readonly [first: number, end: number];

/**
 * The indexes of rows that are settled. Rows settle nearly in order, so that a few ranges hold a million of them: there
 * is at most one more than there are rows under way.
 */
export class Settled {
  #from: number;
  readonly #above: [number, number][];

  constructor(from = 0, above: readonly Range[] = []) {
    this.#from = from;
    this.#above = above.map(([first, end]) => [first, end]);
  }

  /** The lowest index that is not settled. */
  get from(): number {
    return this.#from;
  }

  /** What is settled above it, in order. */
  get above(): readonly Range[] {
    return this.#above;
  }

  /** The end of the highest range. */
  get end(): number {
    return this.#above.at(-1)?.[1] ?? this.#from;
  }

  has(index: number): boolean {
    return index < this.#from || (this.#above[this.#place(index)]?.[0] ?? index + 1) <= index;
  }

  add(index: number): void {
    if (this.has(index)) return;
    const above = this.#above;
    if (index === this.#from) {
      this.#from = above[0]?.[0] === index + 1 ? (above.shift()?.[1] ?? 0) : index + 1;
      return;
    }
    const place = this.#place(index);
    const [before, after] = [above[place - 1], above[place]];
    const joinsBefore = before?.[1] === index;
    const joinsAfter = after?.[0] === index + 1;
    if (before && after && joinsBefore && joinsAfter) {
      before[1] = after[1];
      above.splice(place, 1);
    } else if (before && joinsBefore) before[1] = index + 1;
    else if (after && joinsAfter) after[0] = index;
    else above.splice(place, 0, [index, index + 1]);
  }

  /** Of the first range that ends above `index`. */
  #place(index: number): number {
    let [low, high] = [0, this.#above.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#above[middle]?.[1] ?? 0) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
