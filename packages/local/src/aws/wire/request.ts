/** An HTTP request with its body read, in the form that signatures and codecs need. */
export interface WireRequest {
  readonly method: string;
  /** Path as it was sent, percent-encoding kept. */
  readonly rawPath: string;
  /** Query as it was sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Headers;
  /** Host header, port included. */
  readonly host: string;
  readonly secure: boolean;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Why the body is not all there: it is longer than may be, or its sender went away. Then it is empty. */
  readonly fault?: 'too-large' | 'broken-off';
}

/** Reads a request; a body beyond `limitOf` bytes is left unread. */
export async function readRequest(
  request: Request,
  limitOf: (head: WireRequest) => number = () => Number.POSITIVE_INFINITY,
): Promise<WireRequest> {
  const url = new URL(request.url);
  const rawQuery = url.search.slice(1);
  const head: WireRequest = {
    method: request.method,
    rawPath: url.pathname,
    rawQuery,
    query: parseQuery(rawQuery),
    headers: request.headers,
    host: request.headers.get('host') ?? url.host,
    secure: url.protocol === 'https:',
    body: new Uint8Array(),
  };
  if (request.body === null) return head;
  const read = await readBody(request.body, limitOf(head));
  return typeof read === 'string' ? { ...head, fault: read } : { ...head, body: read };
}

async function readBody(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | NonNullable<WireRequest['fault']>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limit) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'broken-off';
  }
  return new Uint8Array(Buffer.concat(chunks));
}

export function parseQuery(raw: string): (readonly [string, string])[] {
  if (raw === '') return [];
  return raw.split('&').map((pair) => {
    const cut = pair.indexOf('=');
    const name = cut < 0 ? pair : pair.slice(0, cut);
    return [decodePart(name), cut < 0 ? '' : decodePart(pair.slice(cut + 1))] as const;
  });
}

/** Percent-decoding that leaves malformed sequences as they are. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}

export function queryValue(request: WireRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1];
}
