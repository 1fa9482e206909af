import { fifoTopic } from './fifo-topic.ts';
import { filterPolicy } from './filter-policy.ts';
import { messageSize } from './message-size.ts';
import { mixedPolicies } from './mixed-policies.ts';
import { rawDelivery } from './raw-delivery.ts';
import type { Rule } from './rule.ts';

/** All rules that a proof asks. */
export const RULES: readonly Rule[] = [fifoTopic, rawDelivery, messageSize, filterPolicy, mixedPolicies];
