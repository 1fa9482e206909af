import { collect } from './collect.ts';
import type { TransportResponse } from './transport.ts';
import { TransportError } from './transport-error.ts';

const decoder = new TextDecoder();

/** Bytes as text, without a byte order mark. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The body piece by piece, whole or a stream. Rejects with `TransportError`, in these words when it broke off. */
export async function* bodyChunks(
  { body }: Pick<TransportResponse, 'body'>,
  words = 'The answer broke off before its end.',
): AsyncGenerator<Uint8Array, void, undefined> {
  if (body instanceof Uint8Array) {
    yield body;
    return;
  }
  try {
    yield* body;
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    throw new TransportError('ERR_TRANSPORT_NETWORK', words, { cause });
  }
}

/** The whole body as text. A byte order mark at its start is dropped: `$count` answers carry one. */
export async function readText(response: Pick<TransportResponse, 'body'>): Promise<string> {
  const { body } = response;
  return decode(body instanceof Uint8Array ? body : await collect(bodyChunks(response)));
}
