import type { TemplatePath } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { ACCOUNT, arnOf } from '../../hops/written.ts';
import { isObject, text } from '../../model/json.ts';
import { hasToken } from '../../model/tokens.ts';
import type { WorldResource } from '../../model/world.ts';
import type { AskedOf } from '../audit/asked.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { isSilent } from './silent-services.ts';
import { writtenStatement } from './written-place.ts';

/** What keeps a grant to services to those that use it, as operations that add it. */
interface Limit {
  readonly services: readonly string[];
  readonly actions: readonly string[];
  /** On whose behalf: the resources of the template, or the account where naming those would make a circle. */
  readonly operations: readonly Added[];
}

type Added = { readonly op: 'add'; readonly path: TemplatePath; readonly value: unknown };

/**
 * What services of the template's hops use a grant, and on whose behalf. Undefined where somebody else may use it, too:
 * a principal without a hop, or one that a transform brings.
 */
export function servicesOnly(audit: Audit, grant: Grant): Limit | undefined {
  const { world } = audit;
  if (world.open !== undefined || isServerless(audit)) return undefined;
  if (grant.holders.length === 0) return undefined;
  const covered = audit.asked().coveredBy(grant);
  const services = [...new Set(covered.map(({ request }) => request.principal.arn))];
  if (covered.length === 0 || services.some(hasToken)) return undefined;
  if (covered.some(({ request }) => request.principal.type !== 'service')) return undefined;
  const silent = services.filter((each) => isSilent(audit, grant, each));
  if (silent.length > 0 && silent.length < services.length) return undefined;
  const operations =
    silent.length > 0
      ? []
      : grant.kind === 'permission'
        ? permissionLimit(audit, grant, covered)
        : policyLimit(audit, grant, covered);
  if (operations === undefined) return undefined;
  const actions = [...new Set(covered.map(({ request }) => request.action))];
  return { services: services.toSorted(), actions: actions.toSorted(), operations };
}

function isServerless({ world }: Audit): boolean {
  return [...world.resources.values()].some(({ type }) => type.startsWith('AWS::Serverless::'));
}

/** The resources on whose behalf the services act; undefined where one is not in the template. */
function sourcesOf({ world }: Audit, covered: readonly AskedOf[]): readonly WorldResource[] | undefined {
  const found = new Set<WorldResource>();
  for (const { request } of covered) {
    const source = world.resourceOf(text(request.context?.['aws:SourceArn']));
    if (source === undefined) return undefined;
    found.add(source);
  }
  return [...found];
}

/** Whether the account alone says enough, and the services surely send it: of EventBridge that is not settled. */
function byAccount({ world }: Audit, covered: readonly AskedOf[]): boolean {
  return covered.every(
    ({ request }) =>
      request.context?.['aws:SourceAccount'] === world.account &&
      request.principal.arn !== 'events.amazonaws.com',
  );
}

/** Buckets wait for those that they notify; their ARN has no account either. */
function isNameable(audit: Audit, source: WorldResource, at: WorldResource): boolean {
  return source.type !== 'AWS::S3::Bucket' && !audit.reaches(source, at);
}

function permissionLimit(
  audit: Audit,
  { at }: Grant,
  covered: readonly AskedOf[],
): readonly Added[] | undefined {
  const sources = sourcesOf(audit, covered);
  const [source] = sources ?? [];
  if (sources?.length === 1 && source !== undefined && isNameable(audit, source, at)) {
    return [{ op: 'add', path: pathOf(at, 'SourceArn'), value: arnOf(source).json }];
  }
  if (!byAccount(audit, covered)) return undefined;
  return [{ op: 'add', path: pathOf(at, 'SourceAccount'), value: ACCOUNT.json }];
}

function policyLimit(audit: Audit, grant: Grant, covered: readonly AskedOf[]): readonly Added[] | undefined {
  const written = writtenStatement(grant.at, grant.path);
  const condition: unknown = written?.['Condition'] ?? {};
  if (written === undefined || !isObject(condition) || isFunction(condition)) return undefined;
  const sources = sourcesOf(audit, covered);
  if (sources?.every((source) => isNameable(audit, source, grant.at))) {
    const values = sources.map((source) => arnOf(source).json);
    return added(grant, condition, ['ArnLike', 'aws:SourceArn'], values.length === 1 ? values[0] : values);
  }
  if (!byAccount(audit, covered)) return undefined;
  return added(grant, condition, ['StringEquals', 'aws:SourceAccount'], ACCOUNT.json);
}

/** A condition that is there already under another spelling, and too wide, is exchanged. */
function added(
  { path }: Grant,
  condition: { readonly [key: string]: unknown },
  [operator, key]: readonly [operator: string, key: string],
  value: unknown,
): readonly Added[] | undefined {
  for (const [name, block] of Object.entries(condition)) {
    if (!isObject(block) || isFunction(block)) return undefined;
    const same = Object.keys(block).find((each) => each.toLowerCase() === key.toLowerCase());
    if (same !== undefined) return [{ op: 'add', path: [...path, 'Condition', name, same], value }];
  }
  return [{ op: 'add', path: [...path, 'Condition', operator, key], value }];
}

function isFunction(value: object): boolean {
  return Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
