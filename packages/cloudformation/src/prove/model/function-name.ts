import { hasToken } from './tokens.ts';
import type { World } from './world.ts';

/** What a function is called by: its name, perhaps its account, perhaps a version or an alias. */
export interface FunctionName {
  readonly name: string;
  readonly account: string | undefined;
  /** Undefined for the function itself, also when it is spelled `$LATEST`. */
  readonly qualifier: string | undefined;
}

/**
 * Reads the forms in which Lambda takes a function: `name`, `name:alias`, `111122223333:function:name`, and the
 * whole ARN, each with or without a version or an alias.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function functionNameOf(text: string): FunctionName {
  const parts = text.split(':');
  const isArn = parts[0] === 'arn' && parts.length > 6;
  const from = isArn ? 6 : parts[1] === 'function' ? 2 : 0;
  const account = isArn ? parts[4] : from === 2 ? parts[0] : undefined;
  const qualifier = parts[from + 1];
  return {
    name: parts[from] ?? text,
    account,
    qualifier: qualifier === undefined || qualifier === '$LATEST' ? undefined : qualifier,
  };
}

/** The ARN of a function, version or alias that is named in any of these forms, without `$LATEST`. */
export function functionArn(
  text: string,
  world: Pick<World, 'partition' | 'region' | 'account' | 'tokens'>,
): string {
  if (text.startsWith('arn:')) return text.replace(/:\$LATEST$/, '');
  // A value given from outside may be the whole ARN.
  if (hasToken(text) && world.tokens.whole(text)?.kind === 'given') return text;
  const { name, qualifier, account } = functionNameOf(text);
  const arn = `arn:${world.partition}:lambda:${world.region}:${account ?? world.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
