import { resolve } from 'node:path';
import type { Later } from './later.ts';

/** What a proof needs where a template has more than functions, their roles, topics and log groups, or has faults. */
const PROVE = [
  'prove/as-written',
  'prove/hops/alarms',
  'prove/hops/api-calls',
  'prove/hops/api-service-calls',
  'prove/hops/as-role',
  'prove/hops/delivery-streams',
  'prove/hops/encryption',
  'prove/hops/environment-uses',
  'prove/hops/event-rules',
  'prove/hops/event-sources',
  'prove/hops/fix-code',
  'prove/hops/fixes',
  'prove/hops/function-urls',
  'prove/hops/http-apis',
  'prove/hops/invoke',
  'prove/hops/log-delivery',
  'prove/hops/log-subscriptions',
  'prove/hops/nested-stacks',
  'prove/hops/pipes',
  'prove/hops/rest-apis',
  'prove/hops/role-sends',
  'prove/hops/role-uses',
  'prove/hops/s3-notifications',
  'prove/hops/schedules',
  'prove/hops/serverless-events',
  'prove/hops/service-sends',
  'prove/hops/sns-to-sqs',
  'prove/hops/source-needs',
  'prove/hops/state-machines',
  'prove/hops/state-tasks',
  'prove/hops/targets',
  'prove/hops/user-pools',
  'prove/model/conditions',
  'prove/model/decide/alternatives',
  'prove/model/decide/may-fit',
  'prove/model/decide/unify',
  'prove/model/decide/glob',
  'prove/model/loops',
  'prove/model/nested-stacks',
  'prove/model/rewrite',
  'prove/model/scenarios',
  'prove/model/unprocessed',
  'prove/rules/audit/asked',
  'prove/rules/grants/services-only',
  'prove/rules/grants/suggest',
  'prove/rules/grants/visible-use',
  'prove/rules/grants/wide-logs',
  'prove/rules/grants/silent-services',
  'prove/rules/wiring/dead-letter-kind',
  'prove/rules/wiring/event-source',
  'prove/rules/wiring/filter-policy',
  'prove/rules/wiring/mixed-policies',
  'prove/rules/wiring/notification-order',
  'prove/rules/wiring/subscription-region',
  'iam/src/narrow/beyond',
  'iam/src/narrow/condition-keys',
  'iam/src/narrow/conditions-beyond',
  'iam/src/narrow/grants-beyond',
  'iam/src/narrow/principals-beyond',
  'iam/src/narrow/smallest-statement',
  'iam/src/decide/near-miss',
  'iam/src/condition/ip',
  'iam/src/condition/values',
];

/** What SAM makes of its resources. */
const SERVERLESS = ['prove/model/serverless/expand-serverless', 'prove/model/serverless/in-sam'];

/** What is read and printed as YAML, what few templates have, and the words for faults. */
const INDEX = [
  'make-loop',
  'parse/parse-template',
  'parse/positions',
  'parse/read-json',
  'parse/read-yaml',
  'parse/resolve-scalar',
  'print/functions',
  'print/scalars',
  'print/to-yaml',
  'validate/check-conditions',
  'validate/check-mappings',
  'validate/check-rules',
  'validate/check-sub',
  'validate/linear-pattern',
  'validate/nearest',
  'validate/solve-conditions',
  'validate/schema/check-parameter-value',
];

const source = resolve('packages/cloudformation/src');

export const laterOfCloudFormation: readonly Later[] = [
  { name: 'prove-later', besides: `${source}/prove`, holds: modules(PROVE) },
  { name: 'serverless-later', besides: `${source}/prove`, holds: modules(SERVERLESS) },
  { name: 'index-later', besides: source, holds: modules(INDEX) },
];

function modules(names: readonly string[]): RegExp {
  return new RegExp(`[\\\\/](?:${names.join('|').replaceAll('/', '[\\\\/]')})\\.ts$`);
}
