import { attributesForSubscribers, type Message } from '../message.ts';
import type { Subscription } from '../store.ts';
import type { SnsSigning } from './signing.ts';

/** A message signed for one subscription, before it is written for a protocol. */
export interface Notification {
  readonly message: Message;
  readonly subscription: Subscription;
  readonly text: string;
  readonly signature: string;
  readonly version: '1' | '2';
  readonly certUrl: string;
  readonly unsubscribeUrl: string;
}

/** The text a Notification's signature covers: names and values of these members, each on its own line. */
export function signedText({ message, text }: Pick<Notification, 'message' | 'text'>): string {
  const members: readonly (readonly [string, string | undefined])[] = [
    ['Message', text],
    ['MessageId', message.id],
    ['Subject', message.subject],
    ['Timestamp', message.timestamp],
    ['TopicArn', message.topicArn],
    ['Type', 'Notification'],
  ];
  return members.flatMap(([name, value]) => (value === undefined ? [] : [`${name}\n${value}\n`])).join('');
}

export async function signNotification(
  message: Message,
  subscription: Subscription,
  signing: SnsSigning,
  endpoint: string,
): Promise<Notification> {
  const text = message.textFor(subscription.protocol);
  const version = subscription.topic.attributes.get('SignatureVersion') === '2' ? '2' : '1';
  return {
    message,
    subscription,
    text,
    version,
    signature: await signing.sign(signedText({ message, text }), version),
    certUrl: signing.certUrl,
    unsubscribeUrl: `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
}

/** The event of a function: one record, always; `Url` is spelled unlike in the envelope. */
export function lambdaEvent({ message, text, subscription, ...signed }: Notification): string {
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: message.id,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: text,
          Timestamp: message.timestamp,
          // AWS writes 1 here even where the signature is of version 2.
          SignatureVersion: '1',
          Signature: signed.signature,
          SigningCertUrl: signed.certUrl,
          UnsubscribeUrl: signed.unsubscribeUrl,
          MessageAttributes: attributesForSubscribers(message.attributes),
        },
      },
    ],
  });
}

/** The body of a queue message without raw delivery; members that are not there are left out. */
export function envelope({ message, text, ...signed }: Notification): string {
  const members: Record<string, string | undefined> = {
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: message.topicArn,
    Subject: message.subject,
    Message: text,
    Timestamp: message.timestamp,
    SignatureVersion: signed.version,
    Signature: signed.signature,
    SigningCertURL: signed.certUrl,
    UnsubscribeURL: signed.unsubscribeUrl,
  };
  const lines = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${JSON.stringify(name)} : ${JSON.stringify(value)}`],
  );
  const attributes = Object.entries(attributesForSubscribers(message.attributes));
  if (attributes.length > 0) {
    const inner = attributes.map(([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`);
    lines.push(`  "MessageAttributes" : {\n${inner.join(',\n')}\n  }`);
  }
  return `{\n${lines.join(',\n')}\n}`;
}
