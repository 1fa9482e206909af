import { arnOf } from '../../hops/written.ts';
import { at, list, text } from '../../model/json.ts';
import type { World, WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';

export const WRITES: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents'];
export const CREATES = 'logs:CreateLogGroup';

/** What functions need of CloudWatch Logs, as it is written in a statement. */
interface LogsNeed {
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

/**
 * What the functions that run as the one holder of a grant need to write their logs. Undefined where somebody else may
 * have the grant, or the role, or where naming the log groups would make a circle.
 */
export function needOfLogs({ world, runAs, reaches }: Audit, grant: Grant): LogsNeed | undefined {
  const [role] = grant.holders;
  if (role === undefined || grant.holders.length > 1 || world.open !== undefined) return undefined;
  if (!isLambdaOnly(role) || (grant.at !== role && !isOnlyFor(grant.at, role, world))) return undefined;
  const running = runAs(role);
  if (running.some(({ fn }) => fn.type !== 'AWS::Lambda::Function')) return undefined;
  const groups = running.map(({ fn }) => {
    const set = text(at(fn.properties, 'LoggingConfig', 'LogGroup'));
    return { fn, set, group: world.named('AWS::Logs::LogGroup', set ?? `/aws/lambda/${fn.name}`) };
  });
  if (groups.some(({ set, group }) => set !== undefined && group === undefined)) return undefined;
  const declared = [...new Set(groups.flatMap(({ group }) => group ?? []))];
  if (declared.some((group) => reaches(group, grant.at))) return undefined;
  const made = new Set(groups.flatMap(({ fn, group }) => (group === undefined ? [groupName(fn)] : [])));
  const names = made.has('*') ? ['*'] : [...made];
  return {
    actions: made.size > 0 ? [CREATES, ...WRITES] : WRITES,
    resources: [...declared.map((group) => arnOf(group).json), ...names.map(byName)],
  };
}

/** A generated name follows the function, which waits for its role: only the prefix can be named. */
function groupName({ written }: WorldResource): string {
  const name = written['FunctionName'];
  return typeof name === 'string' && /^[A-Za-z0-9_-]+$/.test(name) ? `${name}:*` : '*';
}

function byName(name: string): unknown {
  return {
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${name}`,
  };
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
export function isOnlyFor({ type, properties }: WorldResource, role: WorldResource, world: World): boolean {
  if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::RolePolicy') return false;
  const named = ['Roles', 'RoleName', 'Users', 'Groups'].flatMap((key) => list(properties[key]));
  return (
    named.length === 1 && typeof named[0] === 'string' && world.named('AWS::IAM::Role', named[0]) === role
  );
}
