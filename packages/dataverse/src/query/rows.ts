import type { Page } from './pages.ts';

/** Rows that are asked for when iterated over, page after page to the end. */
export interface Rows<R> extends AsyncIterable<R> {
  pages(): AsyncIterable<Page<R>>;
  /** All of them in memory. */
  all(): Promise<R[]>;
  /** The first, or `undefined` when there is none. Asks for one page. */
  first(): Promise<R | undefined>;
}

export class PagedRows<R> implements Rows<R> {
  readonly #pages: () => AsyncIterable<Page<R>>;

  constructor(pages: () => AsyncIterable<Page<R>>) {
    this.#pages = pages;
  }

  pages(): AsyncIterable<Page<R>> {
    return this.#pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<R, void, undefined> {
    for await (const page of this.#pages()) yield* page.rows;
  }

  async all(): Promise<R[]> {
    const all: R[] = [];
    for await (const { rows } of this.#pages()) for (const row of rows) all.push(row);
    return all;
  }

  async first(): Promise<R | undefined> {
    for await (const { rows } of this.#pages()) if (rows.length > 0) return rows[0];
    return undefined;
  }
}
