import { EntraError } from './entra-error.ts';
import type { Answer } from './exchange.ts';
import { parseObject } from './json.ts';
import type { IssuedToken } from './token-cache.ts';

/** Gives the token that the endpoint answered, or throws why there is none. */
export async function readTokenAnswer(answer: Answer): Promise<IssuedToken> {
  const { status, text, askedAt } = answer;
  const issued = parseObject(text);
  const { access_token: token, token_type: type } = issued;
  // A life counts from the question, as the server counted from before the answer.
  const after = (seconds: unknown) => askedAt + Number(seconds) * 1000;
  const end = after(issued['expires_in']);
  if (
    status === 200 &&
    typeof token === 'string' &&
    /^[!-~]+$/.test(token) &&
    typeof type === 'string' &&
    /^bearer$/i.test(type) &&
    end > askedAt &&
    end < 1e15
  ) {
    return [token, end, after(issued['refresh_in']) || undefined];
  }
  // Explanations are loaded when there is something to explain.
  const { tokenRefusal } = await import('./token-refusal.ts');
  throw new EntraError(...tokenRefusal(answer, parseObject(text, answer.redact)));
}
