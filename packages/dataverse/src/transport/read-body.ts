import { collect } from './collect.ts';
import type { TransportResponse } from './transport.ts';
import { TransportError } from './transport-error.ts';

/** The whole body as text. A byte order mark at its start is dropped: `$count` answers carry one. */
export async function readText({ body }: TransportResponse): Promise<string> {
  return new TextDecoder().decode(body instanceof Uint8Array ? body : await readStream(body));
}

async function readStream(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  try {
    return await collect(body);
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    throw new TransportError('ERR_TRANSPORT_NETWORK', 'The answer broke off before its end.', { cause });
  }
}
