import type { Finding } from '../../../finding.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { isLogsOnly } from './logs-grant.ts';
import { suggest } from './suggest.ts';
import { narrowedToUse } from './visible-use.ts';
import { fixOf, severityFor } from './wide-actions.ts';
import { elements, isAnywhere } from './wildcards.ts';

/**
 * Actions on one thing, which a policy can name; many others (lists, descriptions, metrics) take `*` alone.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const NAMEABLE: ReadonlySet<string> = new Set([
  'dynamodb:batchgetitem',
  'dynamodb:batchwriteitem',
  'dynamodb:deleteitem',
  'dynamodb:deletetable',
  'dynamodb:getitem',
  'dynamodb:putitem',
  'dynamodb:query',
  'dynamodb:scan',
  'dynamodb:updateitem',
  'events:putevents',
  'firehose:putrecord',
  'firehose:putrecordbatch',
  'kinesis:getrecords',
  'kinesis:putrecord',
  'kinesis:putrecords',
  'kms:decrypt',
  'kms:encrypt',
  'kms:generatedatakey',
  'kms:schedulekeydeletion',
  'kms:sign',
  'lambda:deletefunction',
  'lambda:invokefunction',
  'lambda:updatefunctioncode',
  'lambda:updatefunctionconfiguration',
  's3:deletebucket',
  's3:deleteobject',
  's3:getobject',
  's3:listbucket',
  's3:putbucketpolicy',
  's3:putobject',
  'secretsmanager:getsecretvalue',
  'secretsmanager:putsecretvalue',
  'sns:publish',
  'sns:subscribe',
  'sqs:deletemessage',
  'sqs:purgequeue',
  'sqs:receivemessage',
  'sqs:sendmessage',
  'ssm:getparameter',
  'ssm:getparameters',
  'ssm:getparametersbypath',
  'ssm:putparameter',
  'ssm:sendcommand',
  'states:startexecution',
  'states:startsyncexecution',
  'sts:assumerole',
]);

/** Identity policies that allow on everything what could be allowed on what it is for. */
export function wideResources(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    const { kind, statement } = grant;
    if (kind !== 'identity' || statement.Condition !== undefined || isLogsOnly(statement)) return [];
    if (!elements(statement.Resource).some(isAnywhere)) return [];
    const actions = elements(statement.Action).filter((each) => NAMEABLE.has(each.toLowerCase()));
    return actions.length === 0 ? [] : [told(audit, grant, actions)];
  });
}

function told(audit: Audit, grant: Grant, actions: readonly string[]): Finding {
  const wanted = actions.map((each) => each.toLowerCase());
  const asked = audit
    .asked()
    .coveredBy(grant)
    .filter(({ request }) => wanted.includes(request.action.toLowerCase()));
  const words = suggest(asked, audit.world);
  const patch = words === undefined ? undefined : narrowedToUse(audit, grant);
  return finding(audit, grant.at, {
    id: 'WildcardResource',
    severity: words === undefined ? 'info' : severityFor(grant),
    message: `The ${grant.name} allows ${actions.join(', ')} on *.`,
    cause: 'It reaches all that the account has, and what other accounts share with it.',
    fix: fixOf(words, 'Name the resources that it is for.', patch),
    path: grant.path,
    ...(patch !== undefined && { patch }),
    documentation:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  });
}
