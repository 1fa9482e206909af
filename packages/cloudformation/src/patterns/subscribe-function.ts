import { Permission, type PermissionProps } from '../aws/lambda/permission.ts';
import { Subscription, type SubscriptionProps } from '../aws/sns/subscription.ts';
import type { Referable } from '../handles.ts';
import type { Template } from '../template.ts';
import type { Arn, Value } from '../types.ts';
import {
  addDeadLetterQueue,
  checkDeadLetterQueue,
  type PolicyPiece,
  type QueueOption,
  type QueueOverride,
  redriveTo,
} from './dead-letter-queue.ts';
import { freeName } from './free-name.ts';
import type {
  AliasHandle,
  FunctionHandle,
  KeyHandle,
  PermissionHandle,
  Piece,
  QueueHandle,
  QueuePolicyHandle,
  SubscriptionHandle,
  TopicHandle,
  VersionHandle,
} from './handles.ts';
import { checkFilter, checkOverrides, type FilterOptions, filterOf } from './option-checks.ts';
import { type Override, override } from './overrides.ts';
import { checkStandardTopic } from './topic.ts';

/** What {@link subscribeFunction} is told. */
export interface SubscribeFunctionOptions<D extends QueueOption> extends FilterOptions {
  readonly topic: TopicHandle;
  /** What is to be invoked; the permission is for exactly that. */
  readonly fn: FunctionHandle | AliasHandle | VersionHandle;
  /** What the logical ids begin with: letters and digits; by default the topic's and the function's. */
  readonly name?: string;
  /** Where SNS puts what it could not deliver: a queue of the pattern by default. */
  readonly deadLetterQueue?: D;
  /** Properties to add to or to put in the place of the pattern's. */
  readonly overrides?: SubscriptionOverrides;
}

/** Properties for a function's subscription and what it needs. */
export interface SubscriptionOverrides {
  readonly permission?: Override<Pick<PermissionProps, 'Principal' | 'SourceAccount'>>;
  readonly subscription?: Override<Pick<SubscriptionProps, 'DeliveryPolicy' | 'ReplayPolicy'>>;
  readonly deadLetterQueue?: QueueOverride;
}

/** What {@link subscribeFunction} made or was given. */
export interface SubscribedFunction<D> {
  readonly permission: PermissionHandle;
  readonly subscription: SubscriptionHandle;
  readonly deadLetterQueue: Piece<D, QueueHandle>;
  readonly queuePolicy: PolicyPiece<D>;
}

/**
 * Subscribes a function that is there to a standard topic: permission, subscription that waits for it, and a
 * dead-letter queue that the topic may write to.
 *
 * Throws {@link PatternError}: `FifoTopic`, `FilterPolicyLimit`, `FilterPolicyScope`, `BadOption`, `PolicyTaken`; and
 * {@link TemplateError} as `t.add` does.
 *
 * @example
 * const { fn } = t.use(snsToLambda({ topic: uploads, code: inline, runtime: 'nodejs24.x' }));
 * t.use(subscribeFunction({ topic: corrections, fn }));
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function subscribeFunction<D extends QueueOption = QueueHandle>(
  options: SubscribeFunctionOptions<D>,
): (t: Template) => SubscribedFunction<D> {
  checkFilter(options);
  checkOverrides(options.overrides, {
    permission: true,
    subscription: true,
    deadLetterQueue: options.deadLetterQueue === undefined,
  });
  return (t) => {
    const { topic, fn } = options;
    checkStandardTopic(t, topic);
    checkDeadLetterQueue(t, options.deadLetterQueue, false);
    const name = freeName(t, 'Subscription', options.name, `${topic.logicalId}${fn.logicalId}`);
    const target = 'Arn' in fn ? fn.Arn : fn.ref;
    const made = addSubscription(t, name, { ...options, target, before: [], key: undefined });
    // Which pieces are there follows from the options above, as the type says.
    return Object.freeze(made) as SubscribedFunction<D>;
  };
}

interface Subscribing extends FilterOptions {
  readonly topic: TopicHandle;
  readonly target: Value<Arn<'lambda:function' | 'lambda:alias' | 'lambda:version'>>;
  /** What has to be there before a message comes. */
  readonly before: readonly Referable[];
  readonly key: KeyHandle | undefined;
  readonly deadLetterQueue?: QueueOption;
  readonly overrides?: SubscriptionOverrides;
}

/** The pieces of a subscription; its options have been checked. */
export function addSubscription(
  t: Template,
  name: string,
  { topic, target, before, key, overrides = {}, ...options }: Subscribing,
): {
  permission: PermissionHandle;
  subscription: SubscriptionHandle;
  deadLetterQueue: QueueHandle | undefined;
  queuePolicy: QueuePolicyHandle | undefined;
} {
  const make = { key, fifo: false, overrides: overrides.deadLetterQueue };
  const dead = addDeadLetterQueue(t, name, options.deadLetterQueue, topic, make);
  const permitted: PermissionProps = {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: 'sns.amazonaws.com',
    SourceArn: topic.ref,
  };
  const permission = t.add(`${name}Permission`, Permission(override(permitted, overrides.permission)));
  const subscribed: SubscriptionProps = {
    TopicArn: topic.ref,
    Protocol: 'lambda',
    Endpoint: target,
    ...filterOf(options),
    ...redriveTo(dead.queue),
  };
  const subscription = t.add(
    `${name}Subscription`,
    Subscription(override(subscribed, overrides.subscription)),
    { DependsOn: [permission, ...(dead.policy === undefined ? [] : [dead.policy]), ...before] },
  );
  return { permission, subscription, deadLetterQueue: dead.queue, queuePolicy: dead.policy };
}
