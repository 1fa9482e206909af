import { isHtml, type RawAnswer, unreadable } from './errors/answer.ts';
import type { Outgoing } from './outgoing.ts';
import { decode, readText } from './transport/read-body.ts';
import type { TransportResponse } from './transport/transport.ts';

/** A success. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, other text as it is, or `undefined` when there was no body. */
  readonly body: unknown;
  /** Whether an earlier try may have been carried out already, its answer lost. */
  readonly isRepeated: boolean;
}

/** Reads a success; throws `DataverseError` when its body is broken JSON or a web page. */
export function readReply(
  response: TransportResponse,
  outgoing: Pick<Outgoing, 'method' | 'url'>,
  isRepeated: boolean,
): Reply | Promise<Reply> {
  const { status, headers, body } = response;
  const parse = (text: string) => parseReply({ status, headers, text }, outgoing, isRepeated);
  return body instanceof Uint8Array ? parse(decode(body)) : readText(response).then(parse);
}

/** The same for an answer that is there as text, as the parts of a batch are. */
export function parseReply(
  answer: RawAnswer,
  outgoing: Pick<Outgoing, 'method' | 'url'>,
  isRepeated = false,
): Reply {
  const { status, headers, text } = answer;
  if (text !== '' && isHtml(answer)) throw unreadable(answer, outgoing, 'with a web page instead of data');
  let body: unknown = text === '' ? undefined : text;
  if (body && headers['content-type']?.includes('json')) {
    try {
      body = JSON.parse(text);
    } catch (cause) {
      throw unreadable(answer, outgoing, `with broken JSON (${text.length} characters)`, cause);
    }
  }
  return { status, headers, isRepeated, body };
}

/** The body as an object; throws `DataverseError` when it is none. */
export function objectBody(
  reply: Reply,
  outgoing: Pick<Outgoing, 'method' | 'url'>,
): Readonly<Record<string, unknown>> {
  const { body } = reply;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Readonly<Record<string, unknown>>; // a JSON object, by the checks before
  }
  throw unreadable(reply, outgoing, 'without the JSON object that was asked for');
}
