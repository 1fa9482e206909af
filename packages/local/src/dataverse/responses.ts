import { randomUUID } from 'node:crypto';
import type { DataverseError } from './errors.ts';
import type { Preferences } from './odata/preferences.ts';

interface Extra {
  readonly preferences?: Preferences;
  readonly headers?: Readonly<Record<string, string>>;
}

const common = (): Record<string, string> => ({ 'OData-Version': '4.0', REQ_ID: randomUUID() });

/** A JSON answer with the headers every Web API answer has. */
export function json(status: number, body: unknown, { preferences, headers = {} }: Extra = {}): Response {
  const applied = preferences?.applied ?? [];
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json; odata.metadata=minimal',
      ...common(),
      ...(applied.length > 0 ? { 'Preference-Applied': applied.join(', ') } : {}),
      ...headers,
    },
  });
}

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers: { ...common(), ...headers } });

export const text = (body: string): Response =>
  new Response(body, { status: 200, headers: { 'Content-Type': 'text/plain', ...common() } });

export function errorResponse(error: DataverseError): Response {
  if (error.status === 401)
    return new Response(null, { status: 401, headers: { ...error.headers, REQ_ID: randomUUID() } });
  return json(
    error.status,
    { error: { code: error.code, message: error.message } },
    { headers: error.headers },
  );
}
