import { DataverseError } from './dataverse-error.ts';

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
  readonly actingFor?: string;
}

/** The error for a success whose body is not what was asked for. */
export function unreadable(
  answer: RawAnswer,
  asked: Pick<AskedFor, 'at'>,
  what: string,
  cause?: unknown,
): DataverseError {
  const hint = isHtml(answer)
    ? 'This is a web page, likely to sign in: check that the URL is that of a Dataverse environment and what stands before it.'
    : undefined;
  const requestId = requestIdOf(answer.headers);
  return new DataverseError(`${asked.at}: ${answer.status} ${what}.${hint ? ` ${hint}` : ''}`, {
    status: answer.status,
    requestId,
    hint,
    cause,
  });
}

export function isHtml({ headers, text }: Pick<RawAnswer, 'headers' | 'text'>): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text);
}

export function requestIdOf(headers: RawAnswer['headers']): string | undefined {
  return headers['req_id'] ?? headers['x-ms-service-request-id'];
}
