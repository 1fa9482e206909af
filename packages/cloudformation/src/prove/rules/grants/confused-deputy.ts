import type { Statement } from '@wayleave/iam';
import type { Finding, PatchOperation } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { ACCOUNT } from '../../hops/written.ts';
import { texts } from '../../model/json.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { comparedWith, namesSource } from './narrowing.ts';
import { servicesOnly } from './services-only.ts';
import { isSilent } from './silent-services.ts';

const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html';

/** Services that may act on behalf of anybody's resources: a grant to one that does not say whose. */
export function confusedDeputy(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    if (grant.kind === 'identity' || grant.kind === 'trust') return [];
    const services = servicesOf(grant.statement);
    const [service] = services;
    if (service === undefined) return [];
    if (namesSource(grant.statement.Condition)) return accountOfBucket(audit, grant);
    if (services.every((each) => isSilent(audit, grant, each))) return [];
    return [
      grant.kind === 'permission' ? ofFunction(audit, grant, service) : ofPolicy(audit, grant, services),
    ];
  });
}

/** The services that a statement speaks of, as far as their names are known. */
function servicesOf({ Principal }: Statement): readonly string[] {
  if (typeof Principal !== 'object') return [];
  return texts(Principal.Service).filter((each) => !hasToken(each));
}

function ofFunction(audit: Audit, grant: Grant, service: string): Finding {
  const patch = servicesOnly(audit, grant)?.operations;
  return finding(audit, grant.at, {
    id: 'ConfusedDeputy',
    severity: 'warning',
    message: `${grant.name} lets ${service} invoke the function for whoever asks it to.`,
    cause:
      'Without SourceArn or SourceAccount, resources of other accounts could invoke it through the service (confused deputy).',
    fix: 'Set SourceArn to the one that invokes the function, or SourceAccount where an ARN names no account.',
    ...(patch !== undefined && { patch }),
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
  });
}

function ofPolicy(audit: Audit, grant: Grant, services: readonly string[]): Finding {
  const { kind, name, holders, path, at, statement } = grant;
  const isKey = kind === 'key';
  const isSafe = isAlone(statement) && !services.some((each) => isSilent(audit, grant, each));
  const limit = isSafe ? servicesOnly(audit, grant) : undefined;
  // A service without a hop in the template may use the grant for something else.
  const patch = services.every((each) => limit?.services.includes(each)) ? limit?.operations : undefined;
  const target = holders.map(({ logicalId }) => logicalId).join(', ') || 'what it is for';
  return finding(audit, at, {
    id: 'ConfusedDeputy',
    // Who uses a key gets only at what it is sent, or may read, by another policy.
    severity: isKey ? 'info' : 'warning',
    message: `The ${name} lets ${services.join(', ')} ${isKey ? 'use' : 'act on'} ${target} for whoever asks it to.`,
    cause:
      'Without aws:SourceArn or aws:SourceAccount, resources of other accounts could use it through the service (confused deputy).',
    fix: `Add a condition: aws:SourceArn is the one that it acts for, or aws:SourceAccount the own account.${
      patch === undefined ? ' The template does not show all that uses it.' : ''
    }`,
    path,
    ...(patch !== undefined && { patch }),
    documentation: PAGE,
  });
}

/** Whether a statement is for services alone: a condition on the source would shut others out. */
function isAlone({ Principal }: Statement): boolean {
  return typeof Principal === 'object' && Object.keys(Principal).length === 1;
}

/** The ARN of a bucket has no account: another one may own the name after it was deleted. */
function accountOfBucket(audit: Audit, grant: Grant): readonly Finding[] {
  const { statement, kind, at, name, path } = grant;
  const sources = comparedWith(statement.Condition, 'aws:sourcearn');
  const [source] = sources;
  if (source === undefined || !sources.every((each) => /^arn:[^:]*:s3:::/.test(each))) return [];
  if (
    ['aws:sourceaccount', 'aws:sourceorgid'].some((key) => comparedWith(statement.Condition, key).length > 0)
  )
    return [];
  const isPermission = kind === 'permission';
  const own = audit.world.resourceOf(source)?.type === 'AWS::S3::Bucket';
  const patch: readonly PatchOperation[] | undefined =
    isPermission && own ? [{ op: 'add', path: pathOf(at, 'SourceAccount'), value: ACCOUNT.json }] : undefined;
  return [
    finding(audit, at, {
      id: 'SourceAccountMissing',
      severity: isPermission ? 'warning' : 'info',
      message: `${isPermission ? name : `The ${name}`} names the bucket ${audit.world.show(source)}, and not whose it is.`,
      cause:
        'The ARN of a bucket has no account: whoever gets its name after it is deleted could use the grant.',
      fix: `Add ${isPermission ? 'SourceAccount' : 'a condition on aws:SourceAccount'}.`,
      path: isPermission ? at.path : path,
      ...(patch !== undefined && { patch }),
      documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
    }),
  ];
}
