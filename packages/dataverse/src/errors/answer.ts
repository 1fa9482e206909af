import { nameOf, type Outgoing } from '../outgoing.ts';
import { DataverseError, type DataverseErrorDetails } from './dataverse-error.ts';

/** An answer as the reader of errors needs it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface AskedFor {
  /** `GET /api/data/v9.2/accounts`: method and path, without the query, which may name people. */
  readonly at: string;
  readonly environment: string;
  readonly token: string;
  readonly now: number;
  /** Whether an earlier try may have been carried out already, its answer lost. */
  readonly isRepeated: boolean;
  /** Id of the user acted for. */
  readonly actingFor?: string | undefined;
}

/** What is seen of an answer without explaining it. */
export interface SeenAnswer extends RawAnswer {
  readonly isPage: boolean;
  readonly requestId: string | undefined;
}

/** Says what an answer means, as message and fields of its error: `explain` of `explain.ts`, which is not small. */
export type Explain = (
  answer: SeenAnswer,
  asked: AskedFor,
) => readonly [message: string, details: DataverseErrorDetails];

/** The error for an answer that is no success. */
export function readError(explain: Explain, answer: RawAnswer, asked: AskedFor): DataverseError {
  const seen = { ...answer, isPage: isHtml(answer), requestId: requestIdOf(answer.headers) };
  return new DataverseError(...explain(seen, asked));
}

/** The error for a success that is not what was asked for. */
export function unreadable(
  { status, headers, text = '' }: Omit<RawAnswer, 'text'> & { readonly text?: string },
  outgoing: Pick<Outgoing, 'method' | 'url'>,
  what: string,
  cause?: unknown,
): DataverseError {
  const hint = isHtml({ headers, text })
    ? 'It is likely to sign in: check the environment URL, and what stands before it.'
    : undefined;
  const message = `${nameOf(outgoing)}: ${status} ${what}.${hint ? ` ${hint}` : ''}`;
  return new DataverseError(message, { status, requestId: requestIdOf(headers), hint, cause });
}

export function isHtml({ headers, text }: Pick<RawAnswer, 'headers' | 'text'>): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text);
}

export function requestIdOf(headers: RawAnswer['headers']): string | undefined {
  return headers['req_id'] ?? headers['x-ms-service-request-id'];
}
