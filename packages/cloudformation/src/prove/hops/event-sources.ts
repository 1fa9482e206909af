import { at, text } from '../model/json.ts';
import type { World } from '../model/world.ts';
import { draft, stated } from './draft.ts';
import { callerOf, type Running, runningFunctions } from './execution-role.ts';
import { grantHolder, writtenArn } from './fixes.ts';
import { functionTarget } from './names.ts';
import { sending } from './role-sends.ts';
import { askHolder, type Draft, outside, pathOf, type View } from './view.ts';

const POLLS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Lambda polls queues for functions, as their execution roles. */
export function eventSources(view: View): readonly Draft[] {
  const { world } = view;
  const running = new Map(runningFunctions(view).map((each) => [each.fn.logicalId, each]));
  return world.ofType('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const queueArn = text(mapping.properties['EventSourceArn']);
    if (queueArn === undefined || !isQueue(queueArn, world)) return [];
    const target = functionTarget(view, text(mapping.properties['FunctionName']) ?? '');
    const queue = world.resourceOf(queueArn);
    const from = queue === undefined ? outside(queueArn, view) : world.place(queue);
    const runs = target.fn && running.get(target.fn.logicalId);
    const parts = {
      kind: 'receive',
      from,
      to: target.place,
      path: pathOf(mapping, 'EventSourceArn'),
      wiredBy: mapping,
    } as const;
    if (queue !== undefined && queueArn !== queue.arn) {
      const fault = `an event source mapping wants the ARN of ${queue.logicalId}, not its URL: write its Arn attribute`;
      return [
        draft(view, {
          ...parts,
          answers: [stated('lambda.amazonaws.com', POLLS[0] ?? '', queueArn, 'denied', fault)],
        }),
      ];
    }
    const role = runs?.role;
    if (runs === undefined || role === undefined) {
      const why = `the execution role of ${target.place.label} is not in the template`;
      const check = `${why}: it needs ${POLLS.join(', ')} on ${from.label}`;
      return [
        draft(view, {
          ...parts,
          answers: [stated('lambda.amazonaws.com', POLLS[0] ?? '', queueArn, 'unknown', why)],
          check: () => check,
        }),
      ];
    }
    const policies = queue === undefined ? [] : view.book.ofResource(queue);
    const answers = POLLS.map((action) =>
      askHolder(view, role, action, queueArn, policies, { 'lambda:SourceFunctionArn': runs.fn.arn }),
    );
    const who = callerOf(view, runs);
    return [
      draft(view, {
        ...parts,
        answers,
        fix: () => grantHolder(view, role, POLLS, [writtenArn(queueArn, world)], 'receive'),
        message: who && queue && { who, target: queue, takes: true },
      }),
      ...discards(view, mapping.logicalId, runs),
    ];
  });
}

/** What the mapping gives up on, where it has a destination for that. */
function discards(view: View, mappingId: string, running: Running): readonly Draft[] {
  const mapping = view.world.resources.get(mappingId);
  const arn = text(at(mapping?.properties, 'DestinationConfig', 'OnFailure', 'Destination'));
  if (mapping === undefined || arn === undefined) return [];
  const path = pathOf(mapping, 'DestinationConfig', 'OnFailure', 'Destination');
  return [sending(view, { kind: 'on-failure', running, targetArn: arn, path, wiredBy: mapping })];
}

/** Of other sources (streams, Kafka) the prover has no rules. */
function isQueue(arn: string, world: World): boolean {
  const resource = world.resourceOf(arn);
  return resource === undefined ? arn.split(':')[2] === 'sqs' : resource.type === 'AWS::SQS::Queue';
}
