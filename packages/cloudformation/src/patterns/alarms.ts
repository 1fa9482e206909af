import { Alarm, type AlarmProps } from '../aws/cloudwatch/alarm.ts';
import type { Template } from '../template.ts';
import type { AlarmHandle, FunctionHandle, QueueHandle, TopicHandle } from './handles.ts';
import { type Override, override } from './overrides.ts';

/** `true` for alarms that only show; a topic of another road to be told. */
export type AlarmsOption = boolean | { readonly topic: TopicHandle };

/** The properties of an alarm that can be changed without watching something else. */
export type AlarmOverride = Override<Omit<AlarmProps, 'Dimensions' | 'Metrics' | 'MetricName' | 'Namespace'>>;

/** What is watched: each above 0 within five minutes sets its alarm off. */
export interface Watched {
  readonly fn: FunctionHandle;
  readonly topic: TopicHandle;
  readonly queues: readonly (QueueHandle | undefined)[];
}

/** The alarms of a pattern. */
export interface Alarms {
  /** The function failed. */
  readonly errors: AlarmHandle;
  /** SNS could not deliver. */
  readonly delivery: AlarmHandle;
  /** Something lies in a queue that keeps what failed; one alarm a queue. */
  readonly queues: readonly AlarmHandle[];
}

export function addAlarms(
  t: Template,
  name: string,
  option: AlarmsOption | undefined,
  { fn, topic, queues }: Watched,
  overrides: AlarmOverride | undefined,
): Alarms | undefined {
  if (option === undefined || option === false) return undefined;
  const actions = option === true ? {} : { AlarmActions: [option.topic.ref] };
  const watch = (
    logicalId: string,
    what: Pick<AlarmProps, 'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic'>,
  ): AlarmHandle =>
    t.add(
      logicalId,
      Alarm(
        override<AlarmProps>(
          {
            ...what,
            ...actions,
            Period: 300,
            EvaluationPeriods: 1,
            Threshold: 0,
            ComparisonOperator: 'GreaterThanThreshold',
            TreatMissingData: 'notBreaching',
          },
          overrides,
        ),
      ),
    );
  return {
    errors: watch(`${name}ErrorsAlarm`, {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: fn.ref }],
      Statistic: 'Sum',
    }),
    delivery: watch(`${name}DeliveryAlarm`, {
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Dimensions: [{ Name: 'TopicName', Value: topic.TopicName }],
      Statistic: 'Sum',
    }),
    queues: queues
      .filter((queue) => queue !== undefined)
      .map((queue) =>
        watch(`${name}Depth${queue.logicalId}Alarm`, {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: queue.QueueName }],
          Statistic: 'Maximum',
        }),
      ),
  };
}
