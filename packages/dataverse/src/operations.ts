import { type ConnectionSettings, send } from './connection.ts';
import { formatParameter } from './odata/literal.ts';
import { operationName } from './odata/names.ts';
import { queryString } from './odata/query-string.ts';
import { resolvePath } from './target.ts';

/** Parameters of an action, or of a function (literals, `guid(…)`, lists, references to rows). */
export type Parameters = Readonly<Record<string, unknown>>;

/** POSTs the action at `path`; gives its answer, or `undefined` when it has none (204). */
export async function callAction(
  settings: ConnectionSettings,
  bindingPath: string,
  name: string,
  parameters: Parameters,
): Promise<unknown> {
  const url = resolvePath(settings.environment, bindingPath + operationName(name));
  const reply = await send(settings, { method: 'POST', url, body: parameters });
  return reply.body;
}

/** GETs the function, each parameter by an alias, as values in parentheses are not safe for dates. */
export async function callFunction(
  settings: ConnectionSettings,
  bindingPath: string,
  name: string,
  parameters: Parameters,
): Promise<unknown> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const names = given.map(([parameter], index) => `${operationName(parameter)}=@p${index + 1}`);
  const aliases = given.map(([, value], index) => [`@p${index + 1}`, formatParameter(value)]);
  const call = operationName(name) + (names.length === 0 ? '' : `(${names.join(',')})`);
  const query = queryString(Object.fromEntries(aliases));
  const reply = await send(settings, {
    method: 'GET',
    url: resolvePath(settings.environment, bindingPath + call + query),
  });
  return reply.body;
}
