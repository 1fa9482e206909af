import type { Statement } from '@wayleave/iam';
import type { Finding } from '../../finding.ts';
import { runningFunctions } from '../hops/execution-role.ts';
import { subscriptions } from '../hops/subscriptions.ts';
import type { View } from '../hops/view.ts';
import { list } from '../model/json.ts';
import type { Origin } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import { finding, type Told } from './rule.ts';

const HELD = ['AWS::SNS::Topic', 'AWS::SQS::Queue'];
const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';

/** Statements that allow more than anybody can have meant: all actions, all but some, any principal, passing any role. */
export function wideStatements(view: View): readonly Finding[] {
  const { world, book } = view;
  const roles = new Set(runningFunctions(view).flatMap(({ role }) => role ?? []));
  const own = [...roles].flatMap((role) =>
    book
      .ofIdentity(role)
      .identity.flatMap(({ statements, origins }) =>
        statements.flatMap((statement, index) => told(view, role, origins[index], ofIdentity(statement))),
      ),
  );
  const subscribed = new Set(subscriptions(view).flatMap(({ topic }) => topic ?? []));
  const held = HELD.flatMap((type) => world.ofType(type)).flatMap((resource) =>
    book
      .ofResource(resource)
      .flatMap(({ statements, origins }) =>
        statements.flatMap((statement, index) =>
          told(view, resource, origins[index], ofResource(statement, resource, subscribed)),
        ),
      ),
  );
  return [...own, ...held];
}

/** What is wrong with a statement; its place goes before the words. */
type Fault = Omit<Told, 'severity' | 'path'> | undefined;

function told(
  view: View,
  holder: WorldResource,
  origin: Origin | undefined,
  fault: Fault,
): readonly Finding[] {
  // A managed policy of AWS has no place of its own in the template.
  const at = view.world.resources.get(origin?.logicalId ?? '');
  if (fault === undefined || origin === undefined || at === undefined) return [];
  const message = `The ${origin.name} ${fault.message}`;
  const of = holder === at ? '' : ` (of ${holder.logicalId})`;
  return [
    finding(view, at, {
      documentation: PAGE,
      ...fault,
      severity: 'warning',
      message: `${message}${of}.`,
      path: origin.path,
    }),
  ];
}

function ofIdentity({ Effect, Action, NotAction, Resource, Condition }: Statement): Fault {
  if (Effect !== 'Allow') return undefined;
  if (NotAction !== undefined) {
    return {
      id: 'AllowsAllBut',
      message: 'allows every action but some (NotAction)',
      cause: 'It allows also what AWS will offer one day.',
      fix: 'Name the actions that are needed.',
    };
  }
  const actions = list(Action);
  if (actions.includes('*') || actions.includes('*:*')) {
    return {
      id: 'WildcardAction',
      message: 'allows every action',
      cause: 'Whoever gets into the function may do all that its resources know.',
      fix: 'Name the actions that the function needs.',
    };
  }
  const passes = actions.some((each) => typeof each === 'string' && /^iam:(passrole|\*)$/i.test(each));
  if (!passes || !list(Resource).includes('*') || Condition !== undefined) return undefined;
  return {
    id: 'PassesAnyRole',
    message: 'lets the function pass any role (iam:PassRole on *)',
    cause: 'It can give itself the rights of any role, through a service that takes one.',
    fix: 'Name the roles, and the service by iam:PassedToService.',
  };
}

function ofResource(
  statement: Statement,
  resource: WorldResource,
  subscribed: ReadonlySet<WorldResource>,
): Fault {
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== 'Allow' || Condition !== undefined) return undefined;
  const anybody =
    Principal === '*' || (typeof Principal === 'object' && list(Principal['AWS']).includes('*'));
  if (!anybody && NotPrincipal === undefined) return undefined;
  const heard = subscribed.has(resource) ? ', and its subscribers get what strangers publish' : '';
  return {
    id: 'OpenToAnybody',
    message: `lets anybody act on ${resource.logicalId}`,
    cause: `Everyone in any account may do what it allows${heard}.`,
    fix: 'Name the principals, or add a condition such as aws:SourceArn or aws:PrincipalOrgID.',
  };
}
