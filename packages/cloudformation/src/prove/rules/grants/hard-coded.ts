import type { Finding, PatchOperation, TemplatePath } from '../../../finding.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';
import { writtenPlace } from './written-place.ts';

const PARTITION_PAGE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html';
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const ACCOUNT = /^\d{12}$/;
const PLACEHOLDER = /\$\{[^}$]*\}/g;

const DEEPEST = 40;

/** A place where an ARN begins with its partition, and what to write there. */
interface Spot {
  readonly path: TemplatePath;
  readonly value: unknown;
}

/** ARNs that say what a pseudo parameter says better: the partition anywhere, account and region in policies. */
export function hardCoded(audit: Audit): readonly Finding[] {
  const found: Finding[] = [];
  for (const resource of audit.world.resources.values()) found.push(...partition(audit, resource));
  return [...found, ...owners(audit)];
}

function partition(audit: Audit, resource: WorldResource): readonly Finding[] {
  const spots: Spot[] = [];
  if (mentions(resource.written, 0)) collect(resource.written, [], spots);
  const [first] = spots;
  if (first === undefined) return [];
  const start: TemplatePath = [...resource.path, 'Properties'];
  const count = spots.length === 1 ? 'an ARN' : `${spots.length} ARNs`;
  return [
    finding(audit, resource, {
      id: 'HardCodedPartition',
      severity: 'info',
      message: `${resource.logicalId} names the partition aws in ${count}.`,
      cause: 'In the partitions of China and of the US government these ARNs are of nothing.',
      fix: `Write \${AWS::Partition} in a Fn::Sub.`,
      path: [...start, ...first.path],
      patch: spots.map(
        ({ path, value }): PatchOperation => ({ op: 'replace', path: [...start, ...path], value }),
      ),
      documentation: PARTITION_PAGE,
    }),
  ];
}

/** Most resources name no ARN: that is found out without keeping where one looked. */
function mentions(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.startsWith('arn');
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((each) => mentions(each, depth + 1));
  for (const key in value) if (mentions(value[key as keyof typeof value], depth + 1)) return true;
  return false;
}

function collect(value: unknown, path: TemplatePath, found: Spot[]): void {
  if (typeof value === 'string') {
    if (value.startsWith('arn:aws:')) found.push({ path, value: { 'Fn::Sub': byPseudo(escaped(value)) } });
    return;
  }
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) collect(each, [...path, index], found);
    return;
  }
  for (const [key, each] of Object.entries(value) as readonly (readonly [string, unknown])[]) {
    const at = [...path, key];
    if (key === 'Fn::Sub') substituted(each, at, found);
    else if (key === 'Fn::Join') joined(each, at, found);
    // These take no function there, or no ARN.
    else if (key !== 'Fn::GetAtt' && key !== 'Ref' && key !== 'Fn::FindInMap') collect(each, at, found);
  }
}

function substituted(argument: unknown, path: TemplatePath, found: Spot[]): void {
  if (typeof argument === 'string') {
    if (argument.startsWith('arn:aws:')) found.push({ path, value: byPseudo(argument) });
  } else if (Array.isArray(argument)) {
    const [pattern, variables] = argument as readonly unknown[];
    substituted(pattern, [...path, 0], found);
    collect(variables, [...path, 1], found);
  }
}

function joined(argument: unknown, path: TemplatePath, found: Spot[]): void {
  const [delimiter, parts]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  if (delimiter === ':' && Array.isArray(parts) && parts[0] === 'arn' && parts[1] === 'aws')
    found.push({ path: [...path, 1, 1], value: { Ref: 'AWS::Partition' } });
  collect(parts, [...path, 1], found);
}

function byPseudo(arn: string): string {
  return arn.replace('arn:aws:', `arn:\${AWS::Partition}:`);
}

/** What IAM would replace is not for Fn::Sub. */
function escaped(text: string): string {
  return text.replaceAll('${', '${!');
}

/** Accounts and regions in statements: whether they are the stack's own, or meant to be others, nobody can tell. */
function owners(audit: Audit): readonly Finding[] {
  const told = new Map<WorldResource, { readonly path: TemplatePath; readonly names: Set<string> }>();
  for (const { kind, at, path } of audit.grants()) {
    if (kind === 'permission' || kind === 'trust') continue;
    const statement = writtenPlace(at, path);
    if (typeof statement !== 'object' || statement === null || !('Resource' in statement)) continue;
    const names = ownersIn(statement.Resource);
    if (names.length === 0) continue;
    const known = told.get(at) ?? { path: [...path, 'Resource'], names: new Set() };
    told.set(at, known);
    for (const name of names) known.names.add(name);
  }
  return [...told].map(([at, { path, names }]) =>
    finding(audit, at, {
      id: 'HardCodedOwner',
      severity: 'info',
      message: `The policy in ${at.logicalId} names ${[...names].join(' and ')}.`,
      cause: 'The same template does not do in another account or region, if those are meant to be its own.',
      fix: `Where they are the stack's own, write \${AWS::Region} and \${AWS::AccountId}.`,
      path,
      documentation: PARTITION_PAGE,
    }),
  );
}

function ownersIn(written: unknown): readonly string[] {
  if (Array.isArray(written)) return written.flatMap(ownersIn);
  const text: unknown =
    typeof written === 'object' && written !== null && 'Fn::Sub' in written ? written['Fn::Sub'] : written;
  if (typeof text !== 'string' || !text.startsWith('arn:')) return [];
  const [, , , region = '*', account = '*'] = text.replaceAll(PLACEHOLDER, '*').split(':', 5);
  return [
    ...(region.length > 2 && REGION.test(region) ? [`the region ${region}`] : []),
    ...(account.length === 12 && ACCOUNT.test(account) ? [`the account ${account}`] : []),
  ];
}
