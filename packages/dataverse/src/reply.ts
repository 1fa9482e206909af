import { type AskedFor, isHtml, type RawAnswer, unreadable } from './errors/read-error.ts';

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
export function readReply(answer: RawAnswer, asked: Pick<AskedFor, 'at'>, isRepeated: boolean): Reply {
  const { status, headers, text } = answer;
  const reply = { status, headers, isRepeated };
  if (text === '') return { ...reply, body: undefined };
  if (isHtml(answer)) throw unreadable(answer, asked, 'with a web page instead of data');
  if (!/\bjson\b/i.test(headers['content-type'] ?? '')) return { ...reply, body: text };
  try {
    return { ...reply, body: JSON.parse(text) };
  } catch (cause) {
    throw unreadable(answer, asked, `with JSON that is broken (${text.length} characters)`, cause);
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
