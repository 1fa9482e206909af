import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { functionNameOf } from '../../model/function-name.ts';
import { at, text } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;
const ADVISED = 6;
const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';

/** A queue hides a message for as long as the function that polls it may take, and some time more. */
export function eventSource(audit: Audit): readonly Finding[] {
  const { world } = audit;
  return world.ofType('AWS::Lambda::EventSourceMapping').flatMap(({ properties }) => {
    const queue = world.resourceOf(properties['EventSourceArn']);
    const { name } = functionNameOf(text(properties['FunctionName']) ?? '');
    const fn = world.named('AWS::Lambda::Function', name);
    if (queue?.type !== 'AWS::SQS::Queue' || fn === undefined) return [];
    const visibility = Number(at(queue.properties, 'VisibilityTimeout') ?? DEFAULT_VISIBILITY);
    const timeout = Number(at(fn.properties, 'Timeout') ?? DEFAULT_TIMEOUT);
    // Not a number where a parameter has no value.
    if (!(visibility < timeout * ADVISED)) return [];
    const refused = visibility < timeout;
    return finding(audit, queue, {
      id: 'VisibilityTimeoutTooShort',
      severity: refused ? 'error' : 'info',
      message: `The queue ${queue.logicalId} hides a message for ${visibility} s, and ${fn.logicalId} may take ${timeout} s.`,
      cause: refused
        ? 'Lambda refuses the event source mapping: the visibility timeout is less than the function’s.'
        : 'A message that is retried while the function is throttled may be taken twice.',
      fix: `Set VisibilityTimeout to ${timeout * ADVISED} s, six times the function’s Timeout.`,
      path: pathOf(queue, 'VisibilityTimeout'),
      patch: [{ op: 'add', path: pathOf(queue, 'VisibilityTimeout'), value: timeout * ADVISED }],
      documentation: PAGE,
    });
  });
}
