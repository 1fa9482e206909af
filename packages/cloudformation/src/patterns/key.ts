import { Key, type KeyProps } from '../aws/kms/key.ts';
import { type PolicyStatement, policyDocument } from '../policy/document.ts';
import type { ServicePrincipal } from '../policy/principals.ts';
import { allow } from '../policy/statement.ts';
import { AccountId, Partition, Region } from '../pseudo-parameters.ts';
import { sub } from '../sub.ts';
import type { Template } from '../template.ts';
import type { ArnOf } from '../types.ts';
import type { KeyHandle, TopicHandle } from './handles.ts';
import { isGiven } from './handles.ts';
import { type Override, override } from './overrides.ts';

/**
 * Whether what the pattern makes is encrypted with a customer managed key: one of its own (`true`), or yours,
 * whose policy then has to have {@link useOfKey}.
 */
export type EncryptionOption = boolean | KeyHandle;

const USE = ['kms:Decrypt', 'kms:GenerateDataKey*'] as const;

/**
 * The statement of a key's policy that lets Amazon SNS put messages of `topics` into queues under that key.
 *
 * @example Key({ KeyPolicy: policyDocument(administration, useOfKey(uploads.ref)) })
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
 */
export function useOfKey(...topics: readonly ArnOf<'sns:topic'>[]): PolicyStatement {
  return allow({
    sid: 'DeliverToQueues',
    principals: { Service: 'sns.amazonaws.com' },
    actions: USE,
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': topics } },
  });
}

/**
 * The statement of a key's policy that lets services of this account publish to topics under that key.
 *
 * Amazon EventBridge does not say whose rule it publishes for: with `events.amazonaws.com` among the services the
 * statement has no condition. Give EventBridge a statement of its own, so that the others keep theirs.
 *
 * @example Key({ KeyPolicy: policyDocument(administration, publishUnderKey('s3.amazonaws.com')) })
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function publishUnderKey(...services: readonly ServicePrincipal[]): PolicyStatement {
  const silent = services.includes('events.amazonaws.com');
  return allow({
    sid: 'PublishToTopics',
    principals: { Service: services },
    actions: USE,
    resources: ['*'],
    ...(!silent && { conditions: { StringEquals: { 'aws:SourceAccount': AccountId } } }),
  });
}

/** The statement of a role's policy that lets it send to what is under a key. */
export function sendUnderKey(key: KeyHandle): PolicyStatement {
  return allow({ actions: USE, resources: [key.Arn] });
}

/** The statement of a role's policy that lets it read what is under a key. */
export function readUnderKey(key: KeyHandle): PolicyStatement {
  return allow({ actions: ['kms:Decrypt'], resources: [key.Arn] });
}

/** The key that a pattern is to use, its own one added: administered by the account, used by SNS and by `services`. */
export function addKey(
  t: Template,
  name: string,
  option: EncryptionOption | undefined,
  topic: TopicHandle | undefined,
  services: readonly ServicePrincipal[],
  overrides: Override<KeyProps> | undefined,
): KeyHandle | undefined {
  if (option === undefined || option === false) return undefined;
  if (isGiven<KeyHandle>(option)) return option;
  const properties: KeyProps = {
    EnableKeyRotation: true,
    KeyPolicy: policyDocument(
      allow({
        sid: 'AdministerInAccount',
        principals: { AWS: sub`arn:${Partition}:iam::${AccountId}:root` },
        actions: ['kms:*'],
        resources: ['*'],
      }),
      // A topic under this key refers to it: naming that topic here would be a cycle.
      useOfKey(topic?.ref ?? sub`arn:${Partition}:sns:${Region}:${AccountId}:*`),
      ...(services.length === 0 ? [] : [publishUnderKey(...services)]),
    ),
  };
  return t.add(`${name}Key`, Key(override(properties, overrides)));
}
