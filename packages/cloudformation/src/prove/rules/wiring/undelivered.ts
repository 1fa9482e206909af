import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { functionNameOf } from '../../model/function-name.ts';
import { at, parsed, text } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const REDRIVEN = new Set(['lambda', 'sqs', 'http', 'https', 'firehose']);
const ASYNCHRONOUS = new Set(['sns', 's3', 'events']);
const LEAST_RECEIVES = 5;

/** Where what could not be delivered or handled is lost. The two dead-letter queues of a function catch different faults. */
export function undelivered(audit: Audit): readonly Finding[] {
  return [...bySns(audit), ...byFunctions(audit), ...byQueues(audit)];
}

function bySns(audit: Audit): readonly Finding[] {
  return audit.subscriptions().flatMap(({ wiredBy, protocol, deadLetterArn, from }) => {
    const isOwn = wiredBy.type === 'AWS::SNS::Subscription';
    if (!isOwn || !REDRIVEN.has(protocol) || wiredBy.properties['RedrivePolicy'] !== undefined) return [];
    if (deadLetterArn !== undefined) return [];
    return [
      finding(audit, wiredBy, {
        id: 'NoDeadLetterQueue',
        severity: 'info',
        message: `The subscription ${wiredBy.logicalId} of ${from.label} has no dead-letter queue.`,
        cause: 'A message that SNS cannot deliver, for want of a right among it, is lost.',
        fix: 'Set RedrivePolicy, and let sns.amazonaws.com send to the queue.',
        path: wiredBy.path,
        documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
      }),
    ];
  });
}

function byFunctions(audit: Audit): readonly Finding[] {
  const { world } = audit;
  const invoked = new Set(
    audit.hops
      .filter(({ kind, answers }) => kind === 'invoke' && isAsynchronous(answers[0]?.asked.principal.arn))
      .map(({ answers }) => functionNameOf(answers[0]?.asked.resource ?? '').name),
  );
  if (invoked.size === 0) return [];
  const configured = new Set(
    world
      .ofType('AWS::Lambda::EventInvokeConfig')
      .filter(({ properties }) => at(properties, 'DestinationConfig', 'OnFailure') !== undefined)
      .map(({ properties }) => functionNameOf(text(properties['FunctionName']) ?? '').name),
  );
  return world.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const isCaught = fn.properties['DeadLetterConfig'] !== undefined || configured.has(fn.name);
    if (isCaught || !invoked.has(fn.name)) return [];
    return [
      finding(audit, fn, {
        id: 'NoFailureDestination',
        severity: 'info',
        message: `The function ${fn.logicalId} is invoked asynchronously, and nothing keeps what it fails on.`,
        cause:
          'Lambda tries twice more, and drops the event; the queue of a subscription does not catch that.',
        fix: 'Declare an AWS::Lambda::EventInvokeConfig with a destination on failure, or set DeadLetterConfig.',
        documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
      }),
    ];
  });
}

/** These do not wait for what a function answers. */
function isAsynchronous(service: string | undefined): boolean {
  return service !== undefined && ASYNCHRONOUS.has(service.split('.', 1)[0] ?? '');
}

function byQueues(audit: Audit): readonly Finding[] {
  const { world } = audit;
  const polled = new Set(
    world
      .ofType('AWS::Lambda::EventSourceMapping')
      .flatMap(({ properties }) => world.resourceOf(properties['EventSourceArn']) ?? []),
  );
  return [...polled].flatMap((queue) => {
    if (queue.type !== 'AWS::SQS::Queue') return [];
    const policy = parsed(queue.properties['RedrivePolicy']);
    if (policy === undefined) {
      return [
        finding(audit, queue, {
          id: 'NoDeadLetterQueue',
          severity: 'info',
          message: `The queue ${queue.logicalId}, which a function polls, has no dead-letter queue.`,
          cause:
            'A message that the function cannot handle comes again until it expires, and keeps others waiting.',
          fix: 'Set RedrivePolicy.',
          documentation:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
        }),
      ];
    }
    const most = Number(at(policy, 'maxReceiveCount'));
    // Not a number where a parameter has no value.
    if (!(most < LEAST_RECEIVES)) return [];
    return [
      finding(audit, queue, {
        id: 'MaxReceiveCountLow',
        severity: 'info',
        message: `The queue ${queue.logicalId} gives a message up after ${most} receives.`,
        cause:
          'Lambda receives messages that it then cannot hand over while the function is throttled: each counts.',
        fix: `Set maxReceiveCount to ${LEAST_RECEIVES} at least.`,
        path: pathOf(queue, 'RedrivePolicy'),
        documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
      }),
    ];
  });
}
