import { at, isObject, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { asRole, type Need } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { polledSource, pollingNeeds, takenFrom } from './source-needs.ts';
import { type Target, targetOf } from './targets.ts';
import { type Draft, outside, pathOf, type View } from './view.ts';

const SERVICE = 'pipes.amazonaws.com';

/**
 * A pipe polls its source, and calls its enrichment and its target, as one role.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
 */
export function pipes(view: View): readonly Draft[] {
  return view.world.ofType('AWS::Pipes::Pipe').flatMap((pipe) => [
    ...(['Source', 'Enrichment', 'Target'] as const).flatMap((key) => {
      const arn = text(pipe.properties[key]);
      if (arn === undefined) return [];
      return [key === 'Source' ? polls(view, pipe, arn) : calls(view, pipe, key, arn)];
    }),
    ...discards(view, pipe),
  ]);
}

function parts(view: View, pipe: WorldResource, key: string) {
  const { world } = view;
  return {
    arns: [text(pipe.properties[key])],
    path: pathOf(pipe, key),
    wiredBy: pipe,
    call: { service: SERVICE, sourceArn: pipe.arn, sourceAccount: world.account },
    roleArn: text(pipe.properties['RoleArn']),
  };
}

function polls(view: View, pipe: WorldResource, arn: string): Draft {
  const { world, book } = view;
  const source = polledSource(world, arn);
  const { resource } = source;
  const from = resource === undefined ? outside(arn, view) : world.place(resource);
  const common = { ...parts(view, pipe, 'Source'), kind: 'receive', from, to: world.place(pipe) } as const;
  // Whether the network of a broker is reached through a VPC is not looked at.
  const policies = resource === undefined ? [] : book.ofResource(resource);
  const settings = at(pipe.properties, 'SourceParameters', 'ManagedStreamingKafkaParameters');
  const topic = text(at(settings, 'TopicName'));
  const entry = {
    hasSecret: at(settings, 'Credentials') !== undefined,
    topics: topic === undefined ? [] : [topic],
  };
  const needs = pollingNeeds(source, entry).map((need) => ({ ...need, policies }));
  if (needs.length === 0) {
    const why = `what polling ${from.label} takes is not known here`;
    return draft(view, { ...common, answers: [stated(SERVICE, 'sts:AssumeRole', arn, 'unknown', why)] });
  }
  return asRole(view, { ...common, needs, message: resource && takenFrom(resource) });
}

const BATCHES: Readonly<Record<string, string>> = {
  kinesis: 'kinesis:PutRecords',
  firehose: 'firehose:PutRecordBatch',
};

/**
 * One record is put by one call and several by another: how many there are at a time is up to the source.
 * https://github.com/terraform-aws-modules/terraform-aws-eventbridge/issues/205
 */
function batched({ kind, needs }: Target): readonly Need[] {
  const batch = BATCHES[kind];
  if (batch === undefined) return needs;
  return needs.flatMap((need): readonly Need[] => [
    { ...need, isListed: true },
    { ...need, action: batch, isListed: true },
  ]);
}

/** What a pipe gives up on of a stream. */
function discards(view: View, pipe: WorldResource): readonly Draft[] {
  return ['KinesisStreamParameters', 'DynamoDBStreamParameters'].flatMap((kind) => {
    const arn = text(at(pipe.properties, 'SourceParameters', kind, 'DeadLetterConfig', 'Arn'));
    if (arn === undefined) return [];
    const { to, needs, resource } = targetOf(view, arn);
    const path = pathOf(pipe, 'SourceParameters', kind, 'DeadLetterConfig');
    const from = view.world.place(pipe);
    const message = resource && { target: resource };
    return [
      asRole(view, {
        ...parts(view, pipe, 'Source'),
        arns: [arn],
        kind: 'redrive',
        from,
        to,
        path,
        needs,
        message,
      }),
    ];
  });
}

function calls(view: View, pipe: WorldResource, key: 'Enrichment' | 'Target', arn: string): Draft {
  const { world } = view;
  const target = targetOf(view, arn);
  const { to, resource, kind } = target;
  const settings = pipe.properties[`${key}Parameters`];
  const common = { ...parts(view, pipe, key), kind: target.hop, from: world.place(pipe), to } as const;
  const needs = batched(target).map((need) => {
    // An express workflow is waited for, where the pipe is told so or needs what it returns.
    const workflow = isObject(settings) ? settings['StepFunctionStateMachineParameters'] : undefined;
    const isAwaited =
      key === 'Enrichment' || (isObject(workflow) && workflow['InvocationType'] === 'REQUEST_RESPONSE');
    if (need.action === 'states:StartExecution' && isAwaited)
      return { ...need, action: 'states:StartSyncExecution' };
    return need;
  });
  if (needs.length === 0) {
    const why = `what ${SERVICE} needs for ${to.label} is not known here`;
    return draft(view, { ...common, answers: [stated(SERVICE, 'sts:AssumeRole', arn, 'unknown', why)] });
  }
  const isPut = kind === 'sqs' || kind === 'sns' || kind === 'kinesis';
  return asRole(view, { ...common, needs, message: resource && isPut ? { target: resource } : undefined });
}
