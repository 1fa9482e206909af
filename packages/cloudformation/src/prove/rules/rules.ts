import { confusedDeputy } from './grants/confused-deputy.ts';
import { hardCoded } from './grants/hard-coded.ts';
import { logsGrant } from './grants/logs-grant.ts';
import { managedPolicies } from './grants/managed-policies.ts';
import { openToAnybody } from './grants/open-to-anybody.ts';
import { passRole } from './grants/pass-role.ts';
import { trust } from './grants/trust.ts';
import { wideActions } from './grants/wide-actions.ts';
import { wideResources } from './grants/wide-resources.ts';
import { wideServices } from './grants/wide-services.ts';
import { type Rule, whereThereIs } from './rule.ts';
import { deadLetterKind } from './wiring/dead-letter-kind.ts';
import { endpointProtocol } from './wiring/endpoint-protocol.ts';
import { eventSource } from './wiring/event-source.ts';
import { fifoTargets } from './wiring/fifo-targets.ts';
import { fifoTopic } from './wiring/fifo-topic.ts';
import { filterPolicy } from './wiring/filter-policy.ts';
import { functionPolicySize } from './wiring/function-policy-size.ts';
import { inTopic } from './wiring/in-topic.ts';
import { logsNeverExpire } from './wiring/logs-never-expire.ts';
import { messageSize } from './wiring/message-size.ts';
import { mixedPolicies } from './wiring/mixed-policies.ts';
import { notificationOrder } from './wiring/notification-order.ts';
import { order } from './wiring/order.ts';
import { permissionQualifier } from './wiring/permission-qualifier.ts';
import { policyTargets } from './wiring/policy-targets.ts';
import { rawDelivery } from './wiring/raw-delivery.ts';
import { recursion } from './wiring/recursion.ts';
import { subscriptionRegion } from './wiring/subscription-region.ts';
import { tenantFunctions } from './wiring/tenant-functions.ts';
import { tracing } from './wiring/tracing.ts';
import { undelivered } from './wiring/undelivered.ts';

const SUBSCRIBED = ['AWS::SNS::Topic', 'AWS::SNS::Subscription'];
const FUNCTIONS = ['AWS::Lambda::Function'];
const PERMISSIONS = ['AWS::Lambda::Permission'];

/** What is wired so that AWS refuses it, or that messages are lost. */
const WIRING: readonly Rule[] = [
  whereThereIs(SUBSCRIBED, fifoTopic),
  whereThereIs(['AWS::SNS::Topic', 'AWS::SQS::Queue'], fifoTargets),
  whereThereIs(SUBSCRIBED, rawDelivery),
  whereThereIs(SUBSCRIBED, endpointProtocol),
  whereThereIs(['AWS::SNS::Subscription'], subscriptionRegion),
  whereThereIs(['AWS::SNS::Topic'], messageSize),
  whereThereIs(['AWS::SNS::Topic'], tracing),
  whereThereIs(['AWS::SNS::Subscription'], filterPolicy),
  whereThereIs(['AWS::Lambda::ResourcePolicy'], mixedPolicies),
  whereThereIs(PERMISSIONS, permissionQualifier),
  whereThereIs(PERMISSIONS, functionPolicySize),
  policyTargets,
  whereThereIs(['AWS::SQS::Queue', 'AWS::SNS::Subscription'], deadLetterKind),
  whereThereIs(['AWS::Lambda::EventSourceMapping'], eventSource),
  whereThereIs(SUBSCRIBED, tenantFunctions),
  whereThereIs(FUNCTIONS, recursion),
  whereThereIs(FUNCTIONS, order),
  whereThereIs(['AWS::S3::Bucket'], notificationOrder),
  whereThereIs(['AWS::SNS::Topic'], inTopic),
  undelivered,
  whereThereIs(FUNCTIONS, logsNeverExpire),
];

/** What is allowed to more than who needs it, or allows more than that needs. */
const GRANTS: readonly Rule[] = [
  confusedDeputy,
  openToAnybody,
  wideServices,
  logsGrant,
  wideActions,
  wideResources,
  passRole,
  managedPolicies,
  trust,
  hardCoded,
];

/** All rules that a proof asks. */
export const RULES: readonly Rule[] = [...WIRING, ...GRANTS];
