import { isHtml, type RawAnswer, unreadable } from './errors/answer.ts';
import { nameOf, type Outgoing } from './outgoing.ts';
import { readText } from './transport/read-body.ts';
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
export async function readReply(
  response: TransportResponse,
  outgoing: Pick<Outgoing, 'method' | 'url'>,
  isRepeated: boolean,
): Promise<Reply> {
  const { status, headers } = response;
  return parseReply({ status, headers, text: await readText(response) }, outgoing, isRepeated);
}

/** The same for an answer that is there as text, as the parts of a batch are. */
export function parseReply(
  answer: RawAnswer,
  outgoing: Pick<Outgoing, 'method' | 'url'>,
  isRepeated = false,
): Reply {
  const { status, headers, text } = answer;
  if (text === '') return { status, headers, isRepeated, body: undefined };
  const at = () => ({ at: nameOf(outgoing) });
  if (isHtml(answer)) throw unreadable(answer, at(), 'with a web page instead of data');
  if (!headers['content-type']?.includes('json')) return { status, headers, isRepeated, body: text };
  try {
    return { status, headers, isRepeated, body: JSON.parse(text) };
  } catch (cause) {
    throw unreadable(answer, at(), `with JSON that is broken (${text.length} characters)`, cause);
  }
}

/** The body as an object; throws `DataverseError` when it is none. */
export function objectBody(reply: Reply, at: string): Readonly<Record<string, unknown>> {
  const { body } = reply;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Readonly<Record<string, unknown>>; // a JSON object, by the checks before
  }
  const answer = { status: reply.status, headers: reply.headers, text: typeof body === 'string' ? body : '' };
  throw unreadable(answer, { at }, 'without the JSON object that was asked for');
}
