import { badArgument } from '../errors/configuration-error.ts';
import type { ByteStream } from './source.ts';

/** Waits for the source, which may never answer. */
export type Until = <T>(work: Promise<T>) => Promise<T>;

/** Cuts a stream anew: takes as many bytes at a time as asked for, whatever the stream gives. */
export class ChunkReader {
  readonly #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  readonly #until: Until;
  /** What was given and not taken yet. */
  #rest: Uint8Array = new Uint8Array();
  #isOver = false;

  constructor(stream: ByteStream, until: Until) {
    this.#iterator =
      Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
    this.#until = until;
  }

  /** So many bytes, or fewer at the end of the stream. */
  async read(length: number): Promise<Uint8Array> {
    if (this.#rest.length === 0) await this.#next();
    if (this.#rest.length >= length) return this.#take(length);
    const chunk = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.length === 0 && !(await this.#next())) return chunk.subarray(0, filled);
      const piece = this.#take(length - filled);
      chunk.set(piece, filled);
      filled += piece.length;
    }
    return chunk;
  }

  /** Drops so many bytes; gives how many there were. */
  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0 && (this.#rest.length > 0 || (await this.#next()))) left -= this.#take(left).length;
    return length - left;
  }

  async isAtEnd(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#next());
  }

  /** Has the stream free what it holds. Nothing waits for it: a stream that never answers does not answer here. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    Promise.resolve(this.#iterator.return?.()).catch(() => {});
  }

  #take(most: number): Uint8Array {
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  /** Whether there was something more. */
  async #next(): Promise<boolean> {
    while (!this.#isOver) {
      const { done, value } = await this.#until(Promise.resolve(this.#iterator.next()));
      if (done) {
        this.#isOver = true;
      } else if (!(value instanceof Uint8Array)) {
        throw badArgument('The source gave something other than bytes (Uint8Array).');
      } else if (value.length > 0) {
        this.#rest = value;
        return true;
      }
    }
    return false;
  }
}
