import { validationError } from '../template/errors.ts';
import type { ResourceTypes } from '../template/template.ts';
import { iamManagedPolicy } from './iam-managed-policy.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { iamRolePolicy } from './iam-role-policy.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { logsLogGroup } from './logs-log-group.ts';
import type { ResourceType } from './resource-type.ts';
import { s3Bucket } from './s3-bucket.ts';
import { s3BucketPolicy } from './s3-bucket-policy.ts';
import { snsSubscription } from './sns-subscription.ts';
import { snsTopic } from './sns-topic.ts';
import { snsTopicPolicy } from './sns-topic-policy.ts';
import { sqsQueue } from './sqs-queue.ts';
import { sqsQueuePolicy } from './sqs-queue-policy.ts';

/** The resource types that local CloudFormation builds. */
export interface ResourceRegistry extends ResourceTypes {
  of(type: string): ResourceType;
}

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    iamManagedPolicy,
    iamPolicy,
    iamRole,
    iamRolePolicy,
    lambdaEventInvokeConfig,
    lambdaFunction,
    lambdaPermission,
    logsLogGroup,
    s3Bucket,
    s3BucketPolicy,
    snsSubscription,
    snsTopic,
    snsTopicPolicy,
    sqsQueue,
    sqsQueuePolicy,
  ].map((type) => [type.type, type]),
);

export const resourceRegistry: ResourceRegistry = {
  has: (type) => TYPES.has(type),
  attributesOf: (type) => TYPES.get(type)?.attributes ?? [],
  of(type) {
    const found = TYPES.get(type);
    if (found === undefined)
      throw validationError(`Template format error: Unrecognized resource types: [${type}]`);
    return found;
  },
};
