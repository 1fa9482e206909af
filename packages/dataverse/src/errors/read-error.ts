import { retryAfterMs } from '../backoff.ts';
import { type AskedFor, isHtml, type RawAnswer, requestIdOf } from './answer.ts';
import { explainChallenge, parseChallenge, readAudience } from './challenge.ts';
import { DataverseError } from './dataverse-error.ts';
import { hintFor } from './hints.ts';
import { parseMissingPrivilege } from './privilege.ts';

const MAX_WORDS = 500;

/** The error for an answer that is no success. */
export function readError(answer: RawAnswer, asked: AskedFor): DataverseError {
  const { status, headers, text } = answer;
  const { actingFor, isRepeated } = asked;
  // What stands before the service may send the request back in its words.
  const { errorCode, serverMessage } = readWords(
    text.replaceAll(asked.token, '[token]'),
    headers['content-type'],
  );
  const privilege = parseMissingPrivilege(serverMessage);
  const challenge = status === 401 ? parseChallenge(headers['www-authenticate']) : undefined;
  const hint =
    status === 401
      ? explainChallenge(challenge, asked.environment, readAudience(asked.token))
      : hintFor({ status, errorCode, serverMessage, privilege, actingFor, isRepeated });
  const requestId = requestIdOf(headers);
  const message = [
    `${asked.at}: ${status}${errorCode === '' ? '' : ` ${errorCode}`}`,
    sentence(serverMessage),
    hint,
    requestId && `(request ${requestId})`,
  ];
  return new DataverseError(message.filter(Boolean).join(' '), {
    status,
    errorCode,
    serverMessage,
    requestId,
    privilege,
    challenge,
    hint,
    retryAfterMs: retryAfterMs(headers['retry-after'], asked.now),
  });
}

/** Code and words out of the OData form, out of ASP.NET's `{Message}`, or of whatever text there is. */
function readWords(text: string, contentType = ''): { errorCode: string; serverMessage: string } {
  const body = parse(text);
  const error = member(body, 'error');
  const message = member(error, 'message');
  if (typeof message === 'string') {
    const code = member(error, 'code');
    return { errorCode: errorCodeOf(code), serverMessage: message };
  }
  const legacy = member(body, 'Message') ?? member(body, 'ExceptionMessage');
  if (typeof legacy === 'string') {
    const code = member(body, 'ErrorCode');
    return { errorCode: errorCodeOf(code), serverMessage: legacy };
  }
  if (isHtml({ headers: { 'content-type': contentType }, text })) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1]?.trim();
    return { errorCode: '', serverMessage: title ? `(web page) ${title}` : '(web page)' };
  }
  return { errorCode: '', serverMessage: text.trim().slice(0, MAX_WORDS) };
}

/** Lower case, as the service itself writes the hexadecimal ones; other words stay as they are. */
function errorCodeOf(code: unknown): string {
  if (typeof code !== 'string') return '';
  return /^0x/i.test(code) ? code.toLowerCase() : code;
}

/** With a full stop, so that a hint can follow. */
function sentence(words: string): string {
  return words === '' || /[.!?:)]$/.test(words) ? words : `${words}.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
