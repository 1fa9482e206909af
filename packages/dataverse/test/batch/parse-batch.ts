/** A request out of a batch, as a server reads it. */
export interface Inner {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly contentId: string | undefined;
}

/** A request, or the requests of a change set. */
export type Item = Inner | readonly Inner[];

/** Reads a batch strictly: CR LF alone, each part framed to the byte. Written without a look at what writes batches. */
export function parseBatch(contentType: string | undefined, body: string): Item[] {
  if (/(^|[^\r])\n|\r(?!\n)/.test(body)) throw new Error('a line that does not end in CR LF');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for
  if (/[^\x00-\x7f]/.test(body)) throw new Error('text that is not ASCII');
  return partsOf(contentType, body).map((part) => {
    const { headers, rest } = splitHead(part);
    const type = headers['content-type'];
    if (type === 'application/http') return request(headers, rest);
    return partsOf(type, rest).map((inner) => {
      const { headers: own, rest: http } = splitHead(inner);
      return request(own, http);
    });
  });
}

export function requestsIn(items: readonly Item[]): Inner[] {
  return items.flat();
}

function partsOf(contentType: string | undefined, text: string): string[] {
  const boundary = /^multipart\/mixed; boundary=(\w+)$/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new Error(`not multipart/mixed: ${contentType}`);
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`);
  const last = pieces.pop();
  if (last !== '--' && last !== '--\r\n') throw new Error('no end');
  if (pieces.shift() !== '') throw new Error('text before the first part');
  return pieces.map((piece) => {
    if (!piece.startsWith('\r\n')) throw new Error('a boundary line with more on it');
    return piece.slice(2);
  });
}

function splitHead(text: string): { headers: Record<string, string>; rest: string } {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) throw new Error('no blank line');
  const headers: Record<string, string> = {};
  for (const line of text.slice(0, end).split('\r\n')) {
    const colon = line.indexOf(': ');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2);
  }
  return { headers, rest: text.slice(end + 4) };
}

function request(outer: Readonly<Record<string, string>>, text: string): Inner {
  if (outer['content-type'] !== 'application/http') throw new Error('not application/http');
  if (outer['content-transfer-encoding'] !== 'binary') throw new Error('not binary');
  const end = text.indexOf('\r\n');
  const [method = '', url = '', version] = text.slice(0, end).split(' ');
  if (version !== 'HTTP/1.1') throw new Error(`no request line: ${text.slice(0, end)}`);
  const { headers, rest } = splitHead(text.slice(end + 2));
  return { method, url, headers, body: rest, contentId: outer['content-id'] };
}
