import { parseArn } from './arns.ts';
import { notBuilt } from './errors.ts';
import { compileFilterPolicy, FilterPolicyError, type FilterScope } from './filter/filter-policy.ts';
import { JsonSyntaxError } from './filter/syntax-error.ts';
import { tokenize } from './filter/tokens.ts';
import type { RedrivePolicy, Subscription, SubscriptionSettings } from './store.ts';

/** A value that SNS refuses; how the message begins depends on the operation. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export const defaultSettings: SubscriptionSettings = { raw: false, scope: 'MessageAttributes' };

const unbuilt = new Set(['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy']);

/** One attribute changed; the filter is compiled anew. Throws SettingError, or says that it is not built. */
export function changeSetting(
  before: SubscriptionSettings,
  protocol: Subscription['protocol'],
  name: string,
  value: string,
): SubscriptionSettings {
  if (unbuilt.has(name)) throw notBuilt(`Subscription attribute ${name}`);
  switch (name) {
    case 'RawMessageDelivery':
      return { ...before, raw: rawDelivery(value, protocol) };
    case 'FilterPolicyScope':
      if (value !== 'MessageBody' && value !== 'MessageAttributes') {
        throw new SettingError(
          `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
        );
      }
      return filtered(before, before.filterText, value);
    case 'FilterPolicy':
      return filtered(before, value, before.scope);
    case 'RedrivePolicy': {
      const { redrive: _, ...rest } = before;
      return value === '' ? rest : { ...rest, redrive: readRedrivePolicy(value) };
    }
    default:
      throw new SettingError('AttributeName');
  }
}

/** Several attributes at once, as Subscribe takes them; the scope goes first because the filter depends on it. */
export function settingsOf(
  attributes: Readonly<Record<string, string>>,
  protocol: Subscription['protocol'],
): SubscriptionSettings {
  const entries = Object.entries(attributes).sort(
    ([a], [b]) => Number(b === 'FilterPolicyScope') - Number(a === 'FilterPolicyScope'),
  );
  return entries.reduce(
    (settings, [name, value]) => changeSetting(settings, protocol, name, value),
    defaultSettings,
  );
}

function rawDelivery(value: string, protocol: Subscription['protocol']): boolean {
  if (!/^(?:true|false)$/i.test(value)) {
    throw new SettingError(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  const raw = value.toLowerCase() === 'true';
  if (raw && protocol === 'lambda') {
    throw new SettingError('Delivery protocol [lambda] does not support raw message delivery.');
  }
  return raw;
}

function filtered(
  before: SubscriptionSettings,
  text: string | undefined,
  scope: FilterScope,
): SubscriptionSettings {
  const { filter: _, filterText: __, ...rest } = before;
  if (text === undefined || text === '') return { ...rest, scope };
  try {
    return { ...rest, scope, filterText: text, filter: compileFilterPolicy(text, scope) };
  } catch (cause) {
    if (!(cause instanceof FilterPolicyError)) throw cause;
    throw new SettingError(cause.message, { cause });
  }
}

function readRedrivePolicy(text: string): RedrivePolicy {
  try {
    tokenize(text);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new SettingError(`RedrivePolicy: failed to parse JSON. ${cause.message}`, { cause });
  }
  const document: unknown = JSON.parse(text);
  const target =
    document !== null && typeof document === 'object' && 'deadLetterTargetArn' in document
      ? document.deadLetterTargetArn
      : undefined;
  if (typeof target !== 'string' || parseArn(target)?.service !== 'sqs') {
    throw new SettingError('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  return { text, deadLetterTargetArn: target };
}

/** A subscription's attributes as GetSubscriptionAttributes shows them; the scope only beside a filter. */
export function shownSettings({
  arn,
  topic,
  protocol,
  endpoint,
  owner,
  principal,
  settings,
}: Subscription): Record<string, string> {
  return {
    SubscriptionPrincipal: principal,
    Owner: owner,
    RawMessageDelivery: String(settings.raw),
    TopicArn: topic.arn,
    Endpoint: endpoint,
    Protocol: protocol,
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    SubscriptionArn: arn,
    ...(settings.filterText !== undefined && {
      FilterPolicy: settings.filterText,
      FilterPolicyScope: settings.scope,
    }),
    ...(settings.redrive !== undefined && { RedrivePolicy: settings.redrive.text }),
  };
}
