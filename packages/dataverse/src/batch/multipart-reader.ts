const LF = 10;
const CR = 13;
const DASH = 45;

/** Makes the error for input that is no multipart text. */
export type Fail = (what: string) => Error;

/** The boundary that a content type names, or `undefined` when it is not `multipart/mixed` with one. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (!/^\s*multipart\/mixed\s*;/i.test(contentType ?? '')) return undefined;
  const [, quoted, plain] =
    /;\s*boundary\s*=\s*(?:"([^"\\]{1,200})"|([^\s";]{1,200}))/i.exec(contentType ?? '') ?? [];
  return quoted ?? plain;
}

/**
 * Cuts multipart text at its boundary, in chunks of any size. Only a whole line that is the boundary ends a part: what
 * parts hold is never looked at. Lines may end in LF alone; what stands before the first and after the last part is
 * passed over.
 */
export class MultipartReader {
  readonly #boundary: Uint8Array;
  readonly #maxBytes: number;
  readonly #fail: Fail;
  readonly #onPart: (part: Uint8Array) => void;
  #buffer: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Where the part under way begins; none does before the first boundary. */
  #part: number | undefined;
  /** Where the line under way begins. */
  #line = 0;
  /** Up to where there is no end of that line. */
  #searched = 0;
  #isOver = false;

  /** `onPart` gets each part, head included; the bytes are its own only until it returns. */
  constructor(boundary: string, maxBytes: number, fail: Fail, onPart: (part: Uint8Array) => void) {
    this.#boundary = new TextEncoder().encode(`--${boundary}`);
    this.#maxBytes = maxBytes;
    this.#fail = fail;
    this.#onPart = onPart;
  }

  push(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#append(chunk);
    const text = this.#buffer.subarray(0, this.#length);
    for (;;) {
      const end = text.indexOf(LF, this.#searched);
      if (end === -1) break;
      this.#readLine(end);
      if (this.#isOver) return;
      this.#line = end + 1;
      this.#searched = this.#line;
    }
    this.#searched = this.#length;
    this.#forget(this.#part ?? this.#line);
    if (this.#length > this.#maxBytes) throw this.#tooLarge();
  }

  /** Throws unless the last boundary was there. */
  end(): void {
    if (!this.#isOver) this.#readLine(this.#length);
    if (!this.#isOver) throw this.#fail('with a multipart text that breaks off');
  }

  #tooLarge(): Error {
    return this.#fail(`with a part of more than ${this.#maxBytes} bytes`);
  }

  #readLine(end: number): void {
    const kind = this.#boundaryAt(this.#line, end);
    if (kind === undefined) return;
    if (this.#part !== undefined) {
      // The line's end before the boundary belongs to the boundary.
      let last = this.#line;
      if (last > this.#part && this.#buffer[last - 1] === LF) last -= 1;
      if (last > this.#part && this.#buffer[last - 1] === CR) last -= 1;
      if (last - this.#part > this.#maxBytes) throw this.#tooLarge();
      this.#onPart(this.#buffer.subarray(this.#part, last));
    }
    this.#part = end + 1;
    if (kind === 'last') {
      this.#isOver = true;
      this.#buffer = new Uint8Array(0);
    }
  }

  #boundaryAt(start: number, end: number): 'next' | 'last' | undefined {
    const buffer = this.#buffer;
    const boundary = this.#boundary;
    if (end - start < boundary.length) return undefined;
    for (let index = 0; index < boundary.length; index += 1) {
      if (buffer[start + index] !== boundary[index]) return undefined;
    }
    let rest = start + boundary.length;
    const isLast = end - rest >= 2 && buffer[rest] === DASH && buffer[rest + 1] === DASH;
    if (isLast) rest += 2;
    for (; rest < end; rest += 1) {
      const byte = buffer[rest];
      if (byte !== CR && byte !== 32 && byte !== 9) return undefined;
    }
    return isLast ? 'last' : 'next';
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  #forget(count: number): void {
    if (count === 0) return;
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#line -= count;
    this.#searched -= count;
    if (this.#part !== undefined) this.#part -= count;
  }
}
