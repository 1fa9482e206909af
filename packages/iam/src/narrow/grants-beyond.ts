import { holds } from '../condition/condition.ts';
import { contextOf } from '../context.ts';
import { resourceFits } from '../match/arn.ts';
import { actionFits, hasWildcard } from '../match/wildcard.ts';
import { listOf, type PrincipalElement, type Statement } from '../policy.ts';
import { namingOf } from '../principal.ts';
import type { AuthorizationRequest } from '../request.ts';
import { askedFor, type Covered, type GrantBeyond, unique, unneeded } from './beyond.ts';
import { conditionsBeyond, limitingKeys } from './conditions-beyond.ts';
import { principalsBeyond } from './principals-beyond.ts';

/**
 * What a statement allows beyond the questions, as far as its patterns tell: wildcards in actions and resources, too
 * many principals, conditions that are wide or not there, and what no question asks for. Empty for a Deny and for a
 * statement that allows just that. Variables are read as in policies of version 2012-10-17. Throws PolicyError for a
 * condition operator that AWS does not have.
 *
 * @example
 * grantsBeyond({ Effect: 'Allow', Action: 'logs:*', Resource: group }, [putLogEvents]).map(({ text }) => text);
 * // ['logs:* allows every action of logs; asked for is logs:PutLogEvents']
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export function grantsBeyond(
  statement: Statement,
  questions: readonly AuthorizationRequest[],
): readonly GrantBeyond[] {
  if (statement.Effect === 'Deny') return [];
  const covered = questions
    .map((question): Covered => ({ question, context: contextOf(question) }))
    .filter((one) => covers(statement, one));
  if (covered.length === 0) {
    return [{ kind: 'unneeded', element: 'Statement', text: 'nothing that it allows is asked for' }];
  }
  return [
    ...actionsBeyond(statement, covered),
    ...resourcesBeyond(statement, covered),
    ...principalsBeyond(statement, covered, limitingKeys(statement.Condition)),
    ...conditionsBeyond(statement, covered),
  ];
}

function covers(statement: Statement, { question, context }: Covered): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  const { action, resource } = question;
  const isAction = (pattern: string) => actionFits(pattern, action);
  const isResource = (text: string) => resourceFits(text, resource, context.value) === true;
  const isNamed = (element: PrincipalElement) => namingOf(element, question.principal) !== undefined;
  return (
    (Action === undefined || listOf(Action).some(isAction)) &&
    !listOf(NotAction).some(isAction) &&
    (Resource === undefined || listOf(Resource).some(isResource)) &&
    !listOf(NotResource).some(isResource) &&
    (Principal === undefined || isNamed(Principal)) &&
    (NotPrincipal === undefined || !isNamed(NotPrincipal)) &&
    holds(Condition, context, context.value)
  );
}

function actionsBeyond(
  { Action, NotAction }: Statement,
  covered: readonly Covered[],
): readonly GrantBeyond[] {
  const asked = unique(covered.map(({ question }) => question.action));
  if (NotAction !== undefined) {
    const text = `it allows every action but ${listOf(NotAction).join(', ')}; ${askedFor(asked)}`;
    return [{ kind: 'all-but', element: 'Action', text }];
  }
  return listOf(Action).flatMap((value): readonly GrantBeyond[] => {
    const fitting = asked.filter((action) => actionFits(value, action));
    if (fitting.length === 0) return [unneeded('Action', value)];
    if (!hasWildcard(value)) return [];
    return [
      {
        kind: 'wide',
        element: 'Action',
        value,
        text: `${value} allows ${reach(value)}; ${askedFor(fitting)}`,
      },
    ];
  });
}

/** What an action pattern reaches: `every action of logs`. */
function reach(pattern: string): string {
  const [service = '', name] = pattern.split(':');
  if (pattern === '*' || (hasWildcard(service) && name === '*')) return 'every action of every service';
  return name === '*' ? `every action of ${service}` : 'every action that fits';
}

function resourcesBeyond(
  { Resource, NotResource }: Statement,
  covered: readonly Covered[],
): readonly GrantBeyond[] {
  const asked = unique(covered.map(({ question }) => question.resource));
  if (NotResource !== undefined) {
    const text = `it is about every resource but ${listOf(NotResource).join(', ')}; ${askedFor(asked)}`;
    return [{ kind: 'all-but', element: 'Resource', text }];
  }
  return listOf(Resource).flatMap((value): readonly GrantBeyond[] => {
    const fitting = covered
      .filter(({ question, context }) => resourceFits(value, question.resource, context.value) === true)
      .map(({ question }) => question.resource);
    if (fitting.length === 0) return [unneeded('Resource', value)];
    // A question about everything that fits the pattern asks for just this.
    if (!hasWildcard(value) || fitting.includes(value)) return [];
    const text = `${value} is ${value === '*' ? 'every resource' : 'all that fits'}; ${askedFor(unique(fitting))}`;
    return [{ kind: 'wide', element: 'Resource', value, text }];
  });
}
