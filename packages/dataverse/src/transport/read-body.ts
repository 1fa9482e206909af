import { collect } from './collect.ts';
import type { TransportResponse } from './transport.ts';
import { TransportError } from './transport-error.ts';

const decoder = new TextDecoder();

/** Bytes as text, without a byte order mark. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The whole body as text. A byte order mark at its start is dropped: `$count` answers carry one. */
export async function readText({ body }: TransportResponse): Promise<string> {
  try {
    return decode(body instanceof Uint8Array ? body : await collect(body));
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    throw new TransportError('ERR_TRANSPORT_NETWORK', 'The answer broke off before its end.', { cause });
  }
}
