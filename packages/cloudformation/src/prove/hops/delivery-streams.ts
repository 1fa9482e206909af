import { at, isObject, list, text } from '../model/json.ts';
import type { JsonObject, World, WorldResource } from '../model/world.ts';
import { asRole, type Need } from './as-role.ts';
import { functionTarget } from './names.ts';
import { polledSource, pollingNeeds } from './source-needs.ts';
import { subscriptions } from './subscriptions.ts';
import { targetOf } from './targets.ts';
import { type Draft, outside, pathOf, type ServiceCall, type View } from './view.ts';
import { type Written, writtenArn } from './written.ts';

const FIREHOSE = 'firehose.amazonaws.com';
const DESTINATION = /DestinationConfiguration$/;

/**
 * Firehose puts what it delivers, or what it could not, into a bucket; it reads a stream, and has functions change the
 * records: all as roles.
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export function deliveryStreams(view: View): readonly Draft[] {
  return view.world.ofType('AWS::KinesisFirehose::DeliveryStream').flatMap((stream) => [
    ...reading(view, stream),
    ...Object.entries(stream.properties).flatMap(([key, settings]) => {
      if (!DESTINATION.test(key) || !isObject(settings)) return [];
      // Destinations other than S3 have a bucket for what they do not take.
      const nested = ['S3Configuration', 'S3BackupConfiguration'].flatMap((name) => {
        const inner = settings[name];
        return isObject(inner) ? [{ inner, path: pathOf(stream, key, name) }] : [];
      });
      const all = [{ inner: settings, path: pathOf(stream, key) }, ...nested];
      return all
        .flatMap(({ inner, path }) => storing(view, stream, inner, path))
        .concat(changing(view, stream, settings, key));
    }),
  ]);
}

/**
 * A trust policy may want the account's id as external id; of aws:SourceArn and aws:SourceAccount no page tells.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
 */
function callOf({ world }: View): ServiceCall {
  return {
    service: FIREHOSE,
    context: { 'sts:ExternalId': world.account },
  };
}

function storing(
  view: View,
  stream: WorldResource,
  settings: JsonObject,
  path: Draft['path'],
): readonly Draft[] {
  const { world, book } = view;
  const bucketArn = text(settings['BucketARN']);
  if (bucketArn === undefined) return [];
  const bucket = world.resourceOf(bucketArn);
  const policies = bucket === undefined ? [] : book.ofResource(bucket);
  const object = world.tokens.make(`${stream.logicalId}.object`, 'generated', 'object');
  const objects = `${bucketArn}/${prefixOf(settings, 'Prefix')}${object}`;
  const errors = `${bucketArn}/${prefixOf(settings, 'ErrorOutputPrefix')}${object}`;
  const own = text(at(settings, 'EncryptionConfiguration', 'KMSEncryptionConfig', 'AWSKMSKeyARN'));
  const written = objectsOf(bucketArn, world);
  const onObjects = (action: string, isListed?: true): Need => ({
    action,
    resource: objects,
    policies,
    ...(written !== undefined && { written }),
    ...(isListed && { isListed }),
  });
  const onBucket = (action: string): Need => ({ action, resource: bucketArn, policies, isListed: true });
  return [
    asRole(view, {
      kind: 'deliver',
      from: world.place(stream),
      to: bucket === undefined ? outside(bucketArn, view) : world.place(bucket),
      path,
      wiredBy: stream,
      arns: [bucketArn],
      call: callOf(view),
      roleArn: text(settings['RoleARN']),
      needs: [
        onObjects('s3:PutObject'),
        ...(errors === objects ? [] : [{ ...onObjects('s3:PutObject', true), resource: errors }]),
        onObjects('s3:AbortMultipartUpload', true),
        onObjects('s3:GetObject', true),
        onBucket('s3:GetBucketLocation'),
        onBucket('s3:ListBucket'),
        onBucket('s3:ListBucketMultipartUploads'),
      ],
      message: bucket?.type === 'AWS::S3::Bucket' ? { target: bucket, key: own } : undefined,
    }),
  ];
}

/** What the names of objects begin with, up to the first expression: `logs/!{timestamp:yyyy}/`. */
function prefixOf(settings: JsonObject, key: string): string {
  return (text(settings[key]) ?? '').split('!{')[0] ?? '';
}

function objectsOf(bucketArn: string, world: World): Written | undefined {
  const written = writtenArn(bucketArn, world);
  return (
    written && {
      json: { 'Fn::Join': ['', [written.json, '/*']] },
      code: `join('', [${written.code}, '/*'])`,
      shown: `${written.shown}/*`,
    }
  );
}

function reading(view: View, stream: WorldResource): readonly Draft[] {
  const { world, book } = view;
  const settings = stream.properties['KinesisStreamSourceConfiguration'];
  const arn = isObject(settings) ? text(settings['KinesisStreamARN']) : undefined;
  if (!isObject(settings) || arn === undefined) return [];
  const source = polledSource(world, arn);
  const policies = source.resource === undefined ? [] : book.ofResource(source.resource);
  return [
    asRole(view, {
      kind: 'receive',
      from: source.resource === undefined ? outside(arn, view) : world.place(source.resource),
      to: world.place(stream),
      path: pathOf(stream, 'KinesisStreamSourceConfiguration'),
      wiredBy: stream,
      arns: [arn],
      call: callOf(view),
      roleArn: text(settings['RoleARN']),
      needs: pollingNeeds({ ...source, kind: 'kinesis' })
        .filter(({ action }) => action !== 'kinesis:DescribeStreamSummary')
        .map((need) => ({ ...need, policies })),
      message: source.resource && { target: source.resource, takes: true },
    }),
  ];
}

function changing(view: View, stream: WorldResource, settings: JsonObject, key: string): readonly Draft[] {
  return list(at(settings, 'ProcessingConfiguration', 'Processors')).flatMap((processor, index) => {
    const parameters =
      isObject(processor) && processor['Type'] === 'Lambda' ? list(processor['Parameters']) : [];
    const arn = parameters.flatMap((each) =>
      isObject(each) && each['ParameterName'] === 'LambdaArn' ? (text(each['ParameterValue']) ?? []) : [],
    )[0];
    if (arn === undefined) return [];
    const fn = functionTarget(view, arn);
    const policies = fn.fn === undefined ? [] : fn.policies;
    return [
      asRole(view, {
        kind: 'invoke',
        from: view.world.place(stream),
        to: fn.place,
        path: pathOf(stream, key, 'ProcessingConfiguration', 'Processors', index),
        wiredBy: stream,
        arns: [arn],
        call: callOf(view),
        roleArn: text(settings['RoleARN']),
        needs: [{ action: 'lambda:InvokeFunction', resource: fn.arn, policies }],
      }),
    ];
  });
}

/**
 * SNS puts messages into the delivery streams that are subscribed, as the role of the subscription.
 * https://docs.aws.amazon.com/sns/latest/dg/prereqs-kinesis-data-firehose.html
 */
export function snsToFirehose(view: View): readonly Draft[] {
  return subscriptions(view).flatMap(({ protocol, endpoint, from, path, wiredBy }) => {
    if (protocol !== 'firehose') return [];
    const { to, arn } = targetOf(view, endpoint);
    return [
      asRole(view, {
        kind: 'deliver',
        from,
        to,
        path,
        wiredBy,
        arns: [endpoint],
        call: { service: 'sns.amazonaws.com' },
        roleArn: text(wiredBy.properties['SubscriptionRoleArn']),
        needs: [
          { action: 'firehose:PutRecord', resource: arn },
          { action: 'firehose:PutRecordBatch', resource: arn, isListed: true },
          { action: 'firehose:DescribeDeliveryStream', resource: arn, isListed: true },
          { action: 'firehose:ListTagsForDeliveryStream', resource: arn, isListed: true },
        ],
      }),
    ];
  });
}
