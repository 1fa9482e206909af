import type { AuthorizationRequest, Layer, OneOrMany, Statement } from '@wayleave/iam';
import type { World } from '../world.ts';
import type { Binding } from './unify.ts';

/** The statement that decided, for a person: `Permission "Invoke": sns.amazonaws.com, SourceArn = Uploads`. */
export function statementWords(
  name: string,
  statement: Statement,
  layer: Layer,
  request: AuthorizationRequest,
  world: World,
): string {
  const { show } = world;
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const sign = operator.includes('Not') ? '≠' : '=';
      return `${key.replace(/^aws:/i, '')} ${sign} ${listed(values).map(show).join(' or ')}`;
    }),
  );
  const denies = statement.Effect === 'Deny' ? `denies ${request.action}` : '';
  if (layer === 'resource') {
    const who =
      request.principal.type === 'service'
        ? request.principal.arn
        : show(request.principal.roleArn ?? request.principal.arn);
    return `${name}: ${[denies, who, ...conditions].filter((part) => part !== '').join(', ')}`;
  }
  const actions = listed(statement.Action ?? []);
  const what = denies || (actions.length > 0 ? actions.join(', ') : request.action);
  const on = listed(statement.Resource ?? [])
    .map(show)
    .join(', ');
  return `${name}: ${[on === '' ? what : `${what} on ${on}`, ...conditions].join(', ')}`;
}

/** What stand-ins would have to be: `the parameter TopicArn is arn:… and the account is 111122223333`. */
export function bindingWords(binding: Binding, world: World): string {
  return [...binding]
    .map(([token, value]) => {
      const label = world.tokens.whole(token)?.label ?? 'a value';
      return `the ${label} is ${world.show(value)}`;
    })
    .join(' and ');
}

function listed(values: OneOrMany<string | number | boolean>): readonly string[] {
  return (Array.isArray(values) ? values : [values]).map(String);
}
