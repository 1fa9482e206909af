import type { Unread } from '../json.ts';
import { isUnread } from '../json.ts';
import { isCall, members } from './expressions.ts';

const NAME = /\$\{([^}]*)\}/g;
/** What is deeper is no workflow. */
const DEEPEST = 100;

/**
 * A definition with what `DefinitionSubstitutions` put into its texts, as functions that are resolved with the rest of
 * the template.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
 */
export function substitutedDefinition(definition: unknown, substitutions: unknown, depth = 0): unknown {
  const values = members(substitutions);
  if (Object.keys(values).length === 0 || depth > DEEPEST || isCall(definition)) return definition;
  if (typeof definition === 'string') return substituted(definition, values);
  if (Array.isArray(definition))
    return definition.map((each) => substitutedDefinition(each, substitutions, depth + 1));
  if (!isUnread(definition)) return definition;
  return Object.fromEntries(
    Object.entries(definition).map(([key, each]) => [
      key,
      substitutedDefinition(each, substitutions, depth + 1),
    ]),
  );
}

/** `Fn::Sub` takes names of letters and digits alone: a text is joined of its parts. */
function substituted(text: string, values: Unread): unknown {
  const parts: unknown[] = [];
  let end = 0;
  for (const found of text.matchAll(NAME)) {
    const [whole, name = ''] = found;
    if (!Object.hasOwn(values, name)) continue;
    parts.push(text.slice(end, found.index), values[name]);
    end = found.index + whole.length;
  }
  if (parts.length === 0) return text;
  const all = [...parts, text.slice(end)].filter((part) => part !== '');
  return all.length === 1 ? all[0] : { 'Fn::Join': ['', all] };
}
