import { at, isObject, list, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { serviceSends } from './service-sends.ts';
import { type Draft, pathOf, type View } from './view.ts';

type Kind = 'topic' | 'queue' | 'function';
type Lists = readonly (readonly [list: string, member: string, kind: Kind])[];

const LISTS: Lists = [
  ['TopicConfigurations', 'Topic', 'topic'],
  ['QueueConfigurations', 'Queue', 'queue'],
  ['LambdaConfigurations', 'Function', 'function'],
];

/** The spelling of S3's own API, which CDK's resource for notifications takes. */
const API_LISTS: Lists = [
  ['TopicConfigurations', 'TopicArn', 'topic'],
  ['QueueConfigurations', 'QueueArn', 'queue'],
  ['LambdaFunctionConfigurations', 'LambdaFunctionArn', 'function'],
];

/**
 * S3 tells topics, queues and functions of what happens in a bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function s3Notifications(view: View): readonly Draft[] {
  const { world } = view;
  const own = world.ofType('AWS::S3::Bucket').flatMap((bucket) => notifications(view, bucket, bucket, LISTS));
  const byCdk = world.ofType('Custom::S3BucketNotifications').flatMap((resource) => {
    const bucket = world.resourceOf(resource.properties['BucketName']);
    return bucket?.type === 'AWS::S3::Bucket' ? notifications(view, bucket, resource, API_LISTS) : [];
  });
  return [...own, ...byCdk];
}

function notifications(
  view: View,
  bucket: WorldResource,
  wiredBy: WorldResource,
  lists: Lists,
): readonly Draft[] {
  const { world } = view;
  const call = { service: 's3.amazonaws.com', sourceArn: bucket.arn, sourceAccount: world.account };
  const sender = { call, from: world.place(bucket), wiredBy };
  const drafts = lists.flatMap(([key, member, kind]) =>
    list(at(wiredBy.properties, 'NotificationConfiguration', key)).flatMap((each, index) => {
      const arn = isObject(each) ? text(each[member]) : undefined;
      if (arn === undefined) return [];
      const path = pathOf(wiredBy, 'NotificationConfiguration', key, index);
      return serviceSends(view, sender, { arn, path, kind }) ?? [];
    }),
  );
  return perDestination(drafts);
}

/** Several events may go to one destination: that is one hop. */
function perDestination(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter((one, index) => drafts.findIndex(({ to }) => to.label === one.to.label) === index);
}
