import { confusedDeputy } from './confused-deputy.ts';
import { deadLetterKind } from './dead-letter-kind.ts';
import { eventSource } from './event-source.ts';
import { fifoTopic } from './fifo-topic.ts';
import { filterPolicy } from './filter-policy.ts';
import { subscribedFunctions } from './functions.ts';
import { inTopic } from './in-topic.ts';
import { logsGrant } from './logs-grant.ts';
import { messageSize } from './message-size.ts';
import { mixedPolicies } from './mixed-policies.ts';
import { order } from './order.ts';
import { rawDelivery } from './raw-delivery.ts';
import type { Rule } from './rule.ts';
import { wideStatements } from './wide-statements.ts';

/** All rules that a proof asks. */
export const RULES: readonly Rule[] = [
  fifoTopic,
  rawDelivery,
  messageSize,
  filterPolicy,
  mixedPolicies,
  deadLetterKind,
  eventSource,
  subscribedFunctions,
  order,
  inTopic,
  confusedDeputy,
  logsGrant,
  wideStatements,
];
