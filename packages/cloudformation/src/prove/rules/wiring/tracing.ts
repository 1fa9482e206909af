import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { at, list, parsed, texts } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

/** Topics that trace actively need a resource policy of X-Ray, which the account may have from elsewhere. */
export function tracing(audit: Audit): readonly Finding[] {
  const { world } = audit;
  const traced = world
    .ofType('AWS::SNS::Topic')
    .filter(({ properties }) => properties['TracingConfig'] === 'Active');
  if (traced.length === 0) return [];
  const policies = world.ofType('AWS::XRay::ResourcePolicy');
  const names = policies.some(({ properties }) => namesSns(properties['PolicyDocument']));
  if (names) return [];
  return traced.map((topic) =>
    finding(audit, topic, {
      id: 'TracingNotAllowed',
      severity: policies.length === 0 ? 'info' : 'warning',
      message: `The topic ${topic.logicalId} traces actively, and no X-Ray policy of the template lets SNS do so.`,
      cause: 'Without one in the account, SNS sends no segments, and nothing tells of it.',
      fix: 'Declare an AWS::XRay::ResourcePolicy that lets sns.amazonaws.com use xray:PutTraceSegments, xray:GetSamplingRules and xray:GetSamplingTargets for the topic; or check that the account has one.',
      path: pathOf(topic, 'TracingConfig'),
      documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html',
    }),
  );
}

function namesSns(document: Parameters<typeof parsed>[0]): boolean {
  const read = parsed(document);
  // What cannot be read may say anything.
  if (read === undefined) return true;
  return list(at(read, 'Statement')).some(
    (statement) =>
      at(statement, 'Effect') === 'Allow' &&
      texts(at(statement, 'Principal', 'Service')).includes('sns.amazonaws.com') &&
      texts(at(statement, 'Action')).some((each) => /^(\*|xray:(\*|PutTraceSegments))$/i.test(each)),
  );
}
