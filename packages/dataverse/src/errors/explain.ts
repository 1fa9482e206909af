import { retryAfterMs } from '../retry-after.ts';
import type { Explain, SeenAnswer } from './answer.ts';
import { explainChallenge, parseChallenge, readAudience } from './challenge.ts';
import { hintFor } from './hints.ts';
import { parseMissingPrivilege } from './privilege.ts';

const MAX_WORDS = 500;
const MAX_MESSAGE = 4000;

/** It imports nothing that a client has loaded already, so that bundlers need not cut that into pieces. */
export const explain: Explain = (answer, asked) => {
  const { status, headers } = answer;
  const { actingFor, isRepeated } = asked;
  // What stands before the service may send the request back: in its words, in JSON's escapes, in a header.
  const hide = (words = '') => words.replaceAll(asked.token, '[token]');
  const words = readWords({ ...answer, text: hide(answer.text) });
  const [errorCode, serverMessage] = [hide(words.errorCode), hide(words.serverMessage)];
  const requestId = answer.requestId && hide(answer.requestId);
  const privilege = parseMissingPrivilege(serverMessage);
  const challenge = status === 401 ? parseChallenge(hide(headers['www-authenticate'])) : undefined;
  const hint =
    status === 401
      ? explainChallenge(challenge, asked.environment, readAudience(asked.token))
      : hintFor({ status, errorCode, serverMessage, privilege, actingFor, isRepeated });
  const message = [
    `${asked.at}: ${status}${errorCode === '' ? '' : ` ${errorCode}`}`,
    sentence(serverMessage),
    hint,
    requestId && `(request ${requestId})`,
  ];
  const details = {
    status,
    errorCode,
    serverMessage,
    requestId,
    privilege,
    challenge,
    hint,
    retryAfterMs: retryAfterMs(headers['retry-after'], asked.now),
  };
  return [message.filter(Boolean).join(' '), details];
};

/** Code and words out of the OData form, out of ASP.NET's `{Message}`, or of whatever text there is. */
function readWords({ text, isPage }: SeenAnswer): { errorCode: string; serverMessage: string } {
  const body = parse(text);
  const error = member(body, 'error');
  const message = member(error, 'message');
  if (typeof message === 'string') {
    const code = member(error, 'code');
    return { errorCode: errorCodeOf(code), serverMessage: message.slice(0, MAX_MESSAGE) };
  }
  const legacy = member(body, 'Message') ?? member(body, 'ExceptionMessage');
  if (typeof legacy === 'string') {
    const code = member(body, 'ErrorCode');
    return { errorCode: errorCodeOf(code), serverMessage: legacy.slice(0, MAX_MESSAGE) };
  }
  if (isPage) {
    const title = /<title[^<>]*>([^<]{1,200})/i.exec(text)?.[1]?.trim();
    return { errorCode: '', serverMessage: title ? `(web page) ${title}` : '(web page)' };
  }
  return { errorCode: '', serverMessage: text.trim().slice(0, MAX_WORDS) };
}

/** Lower case, as the service itself writes the hexadecimal ones; other words stay as they are. */
function errorCodeOf(code: unknown): string {
  if (typeof code !== 'string') return '';
  return (/^0x/i.test(code) ? code.toLowerCase() : code).slice(0, 100);
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
