import type { TransportResponse } from './transport.ts';
import { TransportError } from './transport-error.ts';

/** The whole body as text. A byte order mark at its start is dropped: `$count` answers carry one. */
export async function readText(response: TransportResponse): Promise<string> {
  return new TextDecoder().decode(await readBytes(response.body));
}

async function readBytes(body: TransportResponse['body']): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    throw new TransportError('ERR_TRANSPORT_NETWORK', 'The answer broke off before its end.', { cause });
  }
  return Buffer.concat(chunks);
}
