import type { Statement } from '@wayleave/iam';
import type { Finding, PatchOperation } from '../../finding.ts';
import { type Running, runningFunctions } from '../hops/execution-role.ts';
import { arnOf } from '../hops/fixes.ts';
import type { View } from '../hops/view.ts';
import { at, isObject, list, text } from '../model/json.ts';
import type { Origin } from '../model/policies/read-policy.ts';
import type { World, WorldResource } from '../model/world.ts';
import { reaches } from './reaches.ts';
import { finding } from './rule.ts';

const WRITES = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const CREATES = 'logs:CreateLogGroup';
const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html';

/** Grants of logs to an execution role that go beyond writing the groups of its functions. */
export function logsGrant(view: View): readonly Finding[] {
  const all = runningFunctions(view);
  const roles = [...new Set(all.flatMap(({ role }) => role ?? []))];
  return roles.flatMap((role) => {
    const running = all.filter((each) => each.role === role);
    return view.book.ofIdentity(role).identity.flatMap(({ statements, origins }) =>
      statements.flatMap((statement, index) => {
        const origin = origins[index];
        const holder = view.world.resources.get(origin?.logicalId ?? '');
        return origin === undefined || holder === undefined
          ? []
          : judged(view, statement, origin, holder, role, running);
      }),
    );
  });
}

function judged(
  view: View,
  statement: Statement,
  { name, path }: Origin,
  holder: WorldResource,
  role: WorldResource,
  running: readonly Running[],
): readonly Finding[] {
  const actions = list(statement.Action).filter((each) => typeof each === 'string');
  if (
    statement.Effect !== 'Allow' ||
    actions.length === 0 ||
    !actions.every((each) => each.startsWith('logs:'))
  )
    return [];
  const all = actions.includes('logs:*');
  if (!all && !actions.every((each) => each === CREATES || WRITES.includes(each))) return [];
  const anywhere = list(statement.Resource).includes('*');
  const patch = smallest(view, path, holder, role, running);
  const common = { path, documentation: PAGE, ...(patch !== undefined && { patch }) };
  const found: Finding[] = [];
  if (all) {
    found.push(
      finding(view, holder, {
        ...common,
        id: 'WildcardAction',
        severity: 'warning',
        message: `The ${name} allows logs:*, where its functions only write their logs.`,
        cause: 'A function could delete log groups, or let other accounts read them.',
        fix: `Allow ${WRITES.join(' and ')} on the log groups of the functions.`,
      }),
    );
  }
  if (anywhere) {
    found.push(
      finding(view, holder, {
        ...common,
        id: 'WildcardResource',
        severity: all ? 'warning' : 'info',
        message: `The ${name} allows ${actions.join(', ')} on *, where its functions write their own log groups.`,
        cause: all
          ? 'It reaches everything that CloudWatch Logs has in the account, not the log groups alone.'
          : 'A function could write the logs of others.',
        fix: 'Name the log groups of the functions.',
      }),
    );
  }
  return found;
}

/** The same grant for what the functions write alone; undefined where naming that would make a circle. */
function smallest(
  { world }: View,
  path: Origin['path'],
  holder: WorldResource,
  role: WorldResource,
  running: readonly Running[],
): readonly PatchOperation[] | undefined {
  // Nothing else may use the grant, and what is written must be what was read.
  if (Object.keys(world.scenario.conditions).length > 0 || !isLambdaOnly(role) || !isPlain(holder, path))
    return undefined;
  if (holder !== role && !isOnlyFor(holder, role, world)) return undefined;
  if (running.some(({ fn }) => fn.type !== 'AWS::Lambda::Function')) return undefined;
  const groups = running.map(({ fn }) => {
    const set = text(at(fn.properties, 'LoggingConfig', 'LogGroup'));
    return { set, group: world.named('AWS::Logs::LogGroup', set ?? `/aws/lambda/${fn.name}`) };
  });
  if (groups.some(({ set, group }) => set !== undefined && group === undefined)) return undefined;
  const declared = [...new Set(groups.flatMap(({ group }) => group ?? []))];
  if (declared.some((group) => reaches(world, group, holder))) return undefined;
  const made = groups.some(({ group }) => group === undefined);
  const resources = [
    ...declared.map((group) => arnOf(group).json),
    // The group's name follows the function, which waits for its role: only the prefix can be named here.
    ...(made
      ? [
          {
            'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/*`,
          },
        ]
      : []),
  ];
  return [
    { op: 'replace', path: [...path, 'Action'], value: made ? [CREATES, ...WRITES] : WRITES },
    { op: 'replace', path: [...path, 'Resource'], value: resources.length === 1 ? resources[0] : resources },
  ];
}

function isLambdaOnly({ properties }: WorldResource): boolean {
  return list(at(properties, 'AssumeRolePolicyDocument', 'Statement')).every((statement) => {
    const services = list(at(statement, 'Principal', 'Service'));
    return (
      services.length === 1 &&
      services[0] === 'lambda.amazonaws.com' &&
      at(statement, 'Principal', 'AWS') === undefined
    );
  });
}

/** Whether the policy is a resource of its own that this role alone has. */
function isOnlyFor({ type, properties }: WorldResource, role: WorldResource, world: World): boolean {
  if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::RolePolicy') return false;
  const named = ['Roles', 'RoleName', 'Users', 'Groups'].flatMap((key) => list(properties[key]));
  return (
    named.length === 1 && typeof named[0] === 'string' && world.named('AWS::IAM::Role', named[0]) === role
  );
}

/** Whether the statement stands in the template at its path, with no function that could have moved it. */
function isPlain({ written }: WorldResource, path: Origin['path']): boolean {
  let found: unknown = written;
  for (const key of path.slice(3)) {
    if (Array.isArray(found)) {
      if (found.some((each) => isObject(each) && Object.keys(each).some((name) => name.startsWith('Fn::'))))
        return false;
      found = found[Number(key)];
    } else {
      found = isObject(found) ? found[key] : undefined;
    }
  }
  return isObject(found) && found['Effect'] === 'Allow' && 'Action' in found && 'Resource' in found;
}
