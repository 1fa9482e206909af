import type { Statement } from '@wayleave/iam';
import type { Finding, PatchOperation } from '../../finding.ts';
import { ACCOUNT, arnOf } from '../hops/fixes.ts';
import { type Draft, pathOf, type View } from '../hops/view.ts';
import { list, text } from '../model/json.ts';
import type { Origin } from '../model/policies/read-policy.ts';
import { hasToken } from '../model/tokens.ts';
import type { WorldResource } from '../model/world.ts';
import { reaches } from './reaches.ts';
import { finding } from './rule.ts';

const HELD = ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::KMS::Key', 'AWS::S3::Bucket'];

/** Condition keys that keep a service from acting for a stranger. */
const NARROWING =
  /^(aws:(source(arn|account|org|owner|vpc|ip)|principalorg|principalaccount)|kms:|lambda:(eventsourcetoken|functionurlauthtype))/i;

/** Services that may act on behalf of anybody's resources: a grant to one that does not say whose. */
export function confusedDeputy(view: View, hops: readonly Draft[]): readonly Finding[] {
  return [
    ...permissions(view, hops),
    ...HELD.flatMap((type) => view.world.ofType(type)).flatMap((each) => policies(view, each)),
  ];
}

function permissions(view: View, hops: readonly Draft[]): readonly Finding[] {
  return view.book.functionGrants.flatMap(({ statement, resource }) => {
    const service = statement === undefined ? undefined : openTo(statement);
    if (service === undefined) return [];
    const patch = narrowed(view, hops, resource, service);
    return finding(view, resource, {
      id: 'ConfusedDeputy',
      severity: 'warning',
      message: `Permission "${resource.logicalId}" lets ${service} invoke the function for whoever asks it to.`,
      cause:
        'Without SourceArn or SourceAccount, resources of other accounts could invoke it through the service (confused deputy).',
      fix: 'Set SourceArn to the one that invokes the function, or SourceAccount where an ARN names no account.',
      ...(patch !== undefined && { patch }),
      documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    });
  });
}

/** Names the source, where one hop alone uses the permission and naming it makes no circle. */
function narrowed(
  { world }: View,
  hops: readonly Draft[],
  permission: WorldResource,
  service: string,
): readonly PatchOperation[] | undefined {
  const name = text(permission.properties['FunctionName']);
  const used = hops.filter(
    ({ kind, questions }) =>
      kind === 'invoke' &&
      questions.some(
        ({ principal, decidedBy }) =>
          principal === service && decidedBy.includes(`"${permission.logicalId}"`),
      ),
  );
  const sources = new Set(used.map(({ from }) => from.logicalId));
  const [only] = sources;
  const source = sources.size === 1 && only !== undefined ? world.resources.get(only) : undefined;
  if (source === undefined || name === undefined) return undefined;
  if (source.type === 'AWS::S3::Bucket') {
    return [{ op: 'add', path: pathOf(permission, 'SourceAccount'), value: ACCOUNT.json }];
  }
  if (
    (source.type !== 'AWS::SNS::Topic' && source.type !== 'AWS::Events::Rule') ||
    reaches(world, source, permission)
  )
    return undefined;
  return [{ op: 'add', path: pathOf(permission, 'SourceArn'), value: arnOf(source).json }];
}

function policies(view: View, resource: WorldResource): readonly Finding[] {
  return view.book.ofResource(resource).flatMap(({ statements, origins }) =>
    statements.flatMap((statement, index) => {
      const service = openTo(statement);
      const origin: Origin | undefined = origins[index];
      if (service === undefined || origin === undefined) return [];
      return finding(view, view.world.resources.get(origin.logicalId ?? '') ?? resource, {
        id: 'ConfusedDeputy',
        severity: 'warning',
        message: `The ${origin.name} lets ${service} act on ${resource.logicalId} for whoever asks it to.`,
        cause:
          'Without aws:SourceArn or aws:SourceAccount, resources of other accounts could use it through the service (confused deputy).',
        fix: 'Add a condition: aws:SourceArn is the one that it acts for, or aws:SourceAccount the own account.',
        path: origin.path,
        documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      });
    }),
  );
}

/** The service that a statement allows something without saying for whom. */
function openTo({ Effect, Principal, Condition }: Statement): string | undefined {
  if (Effect !== 'Allow' || typeof Principal !== 'object') return undefined;
  const [service] = list(Principal['Service']).filter((each) => typeof each === 'string');
  if (service === undefined || hasToken(service)) return undefined;
  const keys = Object.values(Condition ?? {}).flatMap((block) => Object.keys(block));
  return keys.some((key) => NARROWING.test(key)) ? undefined : service;
}
