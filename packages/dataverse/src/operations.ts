import { formatParameter } from './odata/literal.ts';
import { operationName } from './odata/names.ts';
import { queryString } from './odata/query-string.ts';
import type { Operation } from './outgoing.ts';

/** Parameters of an action, or of a function (literals, `guid(…)`, lists, references to rows). */
export type Parameters = Readonly<Record<string, unknown>>;

/** The name as the service wants it of what is bound to rows. */
export function boundName(name: string): string {
  return name.includes('.') ? name : `Microsoft.Dynamics.CRM.${name}`;
}

/** POSTs the action below `root`, which ends in a slash; gives its answer, or `undefined` when it has none (204). */
export function actionCall(root: string, name: string, parameters: object = {}): Operation<unknown> {
  const url = root + operationName(name);
  return { method: 'POST', url, body: parameters, read: (reply) => reply.body };
}

/** GETs the function, each parameter by an alias, as values in parentheses are not safe for dates. */
export function functionCall(root: string, name: string, parameters: object = {}): Operation<unknown> {
  const names: string[] = [];
  const aliases: Record<string, string> = {};
  for (const [parameter, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    const alias = `@p${names.length + 1}`;
    names.push(`${operationName(parameter)}=${alias}`);
    aliases[alias] = formatParameter(value);
  }
  const call = operationName(name) + (names.length === 0 ? '' : `(${names.join(',')})`);
  const url = root + call + queryString(aliases);
  return { method: 'GET', url, read: (reply) => reply.body };
}
