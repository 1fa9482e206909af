import type { Application } from '../entra/directory-objects.ts';
import { type GraphAnswer, type GraphRefusal, graphRefusals, isRefusal } from './answer.ts';
import { isObject, type Json, readBody } from './body.ts';
import { type GraphCall, graphBase } from './operation.ts';
import { passwordJson } from './representation.ts';

/**
 * Adds a secret and tells its text this once. Without dates it starts now and lives two years.
 *
 * @see https://learn.microsoft.com/graph/api/application-addpassword
 */
export async function addPassword(call: GraphCall, application: Application): Promise<GraphAnswer> {
  const read = await readBody(call.request, 'allowed');
  if (isRefusal(read)) return read;
  const asked = read.json['passwordCredential'] ?? {};
  if (!isObject(asked)) return graphRefusals.unreadableBody();
  const about = passwordSettings(asked, call.now);
  if (isRefusal(about)) return about;
  const { credential, secretText } = call.context.directory.addPassword(application.id, about);
  return {
    status: 200,
    body: {
      '@odata.context': `${graphBase(call.context)}/$metadata#microsoft.graph.passwordCredential`,
      ...passwordJson(credential, secretText),
    },
  };
}

/** Removes a secret at once; @see https://learn.microsoft.com/graph/api/application-removepassword */
export async function removePassword(call: GraphCall, application: Application): Promise<GraphAnswer> {
  const read = await readBody(call.request, 'refused');
  if (isRefusal(read)) return read;
  const { keyId } = read.json;
  if (typeof keyId !== 'string') return graphRefusals.unreadableBody();
  return call.context.directory.removePassword(application.id, keyId)
    ? { status: 204 }
    : graphRefusals.noSuchPassword(keyId);
}

interface PasswordSettings {
  readonly displayName: string | null;
  readonly startDateTime: number;
  readonly endDateTime: number;
}

function passwordSettings(asked: Json, now: number): PasswordSettings | GraphRefusal {
  const known = ['displayName', 'startDateTime', 'endDateTime'];
  const other = Object.keys(asked).find((name) => !known.includes(name) && !name.startsWith('@odata.'));
  if (other !== undefined) return graphRefusals.invalidValue(other, 'PasswordCredential');
  const { displayName = null, startDateTime, endDateTime } = asked;
  if (displayName !== null && typeof displayName !== 'string')
    return graphRefusals.invalidValue('displayName', 'PasswordCredential');
  const start = startDateTime === undefined ? now : time(startDateTime);
  if (start === undefined) return graphRefusals.invalidValue('startDateTime', 'PasswordCredential');
  const end = endDateTime === undefined ? twoYearsAfter(start) : time(endDateTime);
  if (end === undefined || end <= start)
    return graphRefusals.invalidValue('endDateTime', 'PasswordCredential');
  return { displayName, startDateTime: start, endDateTime: end };
}

/** An ISO 8601 time with its zone, as Edm.DateTimeOffset is written. */
function time(value: unknown): number | undefined {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(value)
  )
    return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

function twoYearsAfter(start: number): number {
  const date = new Date(start);
  return date.setUTCFullYear(date.getUTCFullYear() + 2);
}
