import type { ReadPolicy } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind, Place } from '../proof.ts';
import type { Need } from './as-role.ts';
import { functionTarget, isFunctionType } from './names.ts';
import { outside, type View } from './view.ts';

/** Something that services send to or start, by its ARN. */
export interface Target {
  readonly arn: string;
  readonly to: Place;
  readonly resource: WorldResource | undefined;
  /** `sqs`, `event-bus`: the service in the ARN, finer where one service has several kinds. */
  readonly kind: string;
  readonly hop: HopKind;
  readonly needs: readonly Need[];
}

/** What may be done to each kind of target, and the verb for it. */
const KINDS: Readonly<Record<string, readonly [hop: HopKind, action: string]>> = {
  sqs: ['deliver', 'sqs:SendMessage'],
  sns: ['publish', 'sns:Publish'],
  lambda: ['invoke', 'lambda:InvokeFunction'],
  states: ['invoke', 'states:StartExecution'],
  kinesis: ['deliver', 'kinesis:PutRecord'],
  firehose: ['deliver', 'firehose:PutRecord'],
  'event-bus': ['deliver', 'events:PutEvents'],
  'api-destination': ['invoke', 'events:InvokeApiDestination'],
  codebuild: ['invoke', 'codebuild:StartBuild'],
  codepipeline: ['invoke', 'codepipeline:StartPipelineExecution'],
  batch: ['invoke', 'batch:SubmitJob'],
};

const TYPES: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs',
  'AWS::SNS::Topic': 'sns',
  'AWS::StepFunctions::StateMachine': 'states',
  'AWS::Serverless::StateMachine': 'states',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose',
  'AWS::Events::EventBus': 'event-bus',
  'AWS::Events::ApiDestination': 'api-destination',
  'AWS::CodeBuild::Project': 'codebuild',
  'AWS::CodePipeline::Pipeline': 'codepipeline',
  'AWS::Batch::JobQueue': 'batch',
};

/**
 * What is needed to send to a target, or to start it, as a role; without needs for a kind that has no rules here.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export function targetOf(view: View, arn: string): Target {
  const { world, book } = view;
  const resource = world.resourceOf(arn);
  const kind = kindOf(arn, resource);
  const [hop, action] = KINDS[kind] ?? ['invoke', undefined];
  const fn = kind === 'lambda' ? functionTarget(view, arn) : undefined;
  const policies: readonly ReadPolicy[] =
    fn !== undefined
      ? fn.fn === undefined
        ? []
        : fn.policies
      : resource === undefined
        ? []
        : book.ofResource(resource);
  return {
    arn,
    to: fn?.place ?? (resource === undefined ? outside(arn, view) : world.place(resource)),
    resource,
    kind,
    hop,
    // A job definition is asked about besides, and a queue alone does not say which.
    needs:
      action === undefined
        ? []
        : [
            {
              action,
              resource: fn?.arn ?? arn,
              policies,
              ...(kind === 'batch' && { isListed: true }),
              ...(kind === 'api-destination' && { or: withoutId(arn) }),
            },
          ],
  };
}

/**
 * The ARN of an API destination ends in an id; the one that IAM's reference has, for policies, does not.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
function withoutId(arn: string): string {
  return arn.split('/').slice(0, 2).join('/');
}

function kindOf(arn: string, resource: WorldResource | undefined): string {
  if (resource !== undefined)
    return isFunctionType(resource.type) ? 'lambda' : (TYPES[resource.type] ?? resource.type);
  const [, , service = '', , , kind = ''] = arn.split(':');
  return service === 'events' ? (kind.split('/')[0] ?? '') : service;
}
