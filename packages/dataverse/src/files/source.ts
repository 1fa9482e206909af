import { badArgument } from '../errors/configuration-error.ts';

/**
 * The bytes of a file. Bytes, a `Blob` and a function, which gives the bytes from a position on, can be read more
 * than once; a stream cannot, and is read from its beginning.
 */
export type FileSource =
  | Uint8Array
  | Blob
  | ByteStream
  | ((start: number) => ByteStream | Promise<ByteStream>);

/** A Node stream is one, and so is a web stream where it can be iterated over. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface OpenedSource {
  readonly size: number;
  readonly isRepeatable: boolean;
  /** The bytes from `start` on, or, when `skip` tells so, with as many before them. */
  open(start: number): Promise<{ readonly stream: ByteStream; readonly skip: number }>;
}

const SLICE = 4 * 1024 * 1024;

/** Throws `ConfigurationError` for what is no source, or has no size. */
export function openSource(source: FileSource, size: number | undefined): OpenedSource {
  const own = source instanceof Uint8Array ? source.length : source instanceof Blob ? source.size : undefined;
  if (own !== undefined && size !== undefined && size !== own) {
    throw badArgument(`size is ${size}, but the source has ${own} bytes.`);
  }
  const bytes = own ?? size;
  if (bytes === undefined)
    throw badArgument('Give the size of the file in bytes: a stream does not tell it.');
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw badArgument(`size ${bytes} is no number of bytes.`);
  const at = (open: (start: number) => ByteStream | Promise<ByteStream>): OpenedSource => ({
    size: bytes,
    isRepeatable: true,
    open: async (start) => ({ stream: await open(start), skip: 0 }),
  });
  if (source instanceof Uint8Array) return at((start) => [source.subarray(start)]);
  if (source instanceof Blob) return at((start) => slices(source, start));
  if (typeof source === 'function') return at(source);
  if (isStream(source)) {
    const open = async (start: number) => ({ stream: source, skip: start });
    return { size: bytes, isRepeatable: false, open };
  }
  throw badArgument('The source is neither bytes, nor a Blob, nor a stream of bytes, nor a function.');
}

function isStream(source: unknown): boolean {
  if (typeof source !== 'object' || source === null) return false;
  return Symbol.asyncIterator in source || Symbol.iterator in source;
}

async function* slices(blob: Blob, start: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < blob.size; at += SLICE) {
    yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
  }
}
