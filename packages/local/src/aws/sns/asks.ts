import type { Ask, Call } from '../service.ts';
import type { SnsStore } from './store.ts';

/** The question about one topic, with the policy of the topic if it is there. */
export function askTopic(
  store: SnsStore,
  call: Call,
  action: string,
  topicArn: string,
  context: Readonly<Record<string, string>> = {},
): Ask {
  const policy = store.topics.get(topicArn)?.policy;
  const all = { ...sourceOwner(call), ...context };
  return {
    action: `sns:${action}`,
    resource: topicArn,
    ...(Object.keys(all).length > 0 && { context: all }),
    ...(policy !== undefined && { resourcePolicy: policy }),
  };
}

/**
 * The key that the default topic policy asks for. Only services that act for an account's resource carry it:
 * a role without an identity policy is refused by a topic with the default policy.
 */
function sourceOwner(call: Call): Readonly<Record<string, string>> {
  const { kind, sourceAccount } = call.caller;
  return kind === 'service' && sourceAccount !== undefined ? { 'aws:SourceOwner': sourceAccount } : {};
}
