import { templateError } from './errors.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';

/** A piece of an Fn::Sub text: literal text, or the name between `${` and `}`. */
export type SubPart = { readonly text: string } | { readonly name: string };

export interface Sub {
  readonly parts: readonly SubPart[];
  readonly variables: JsonObject;
}

/** Takes the argument of Fn::Sub apart; `${!x}` is the literal `${x}`. */
export function parseSub(argument: Json): Sub {
  const [text, variables = {}, ...rest] = isList(argument) ? argument : [argument];
  if (typeof text !== 'string' || !isObject(variables) || rest.length > 0) {
    throw templateError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  const parts: SubPart[] = [];
  let position = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    const [whole, name = ''] = match;
    parts.push({ text: text.slice(position, match.index) });
    position = match.index + whole.length;
    if (name.startsWith('!')) parts.push({ text: `\${${name.slice(1)}}` });
    else if (/^[A-Za-z0-9:.]+$/.test(name.trim())) parts.push({ name: name.trim() });
    else {
      throw templateError(
        'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
      );
    }
  }
  parts.push({ text: text.slice(position) });
  return { parts, variables };
}

/** The resource or parameter and the attribute of `${Logical.Attribute}`. */
export function subReference(name: string): { readonly id: string; readonly attribute?: string } {
  const dot = name.indexOf('.');
  return dot < 0 ? { id: name } : { id: name.slice(0, dot), attribute: name.slice(dot + 1) };
}
