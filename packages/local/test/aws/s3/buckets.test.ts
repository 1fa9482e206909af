import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, refusal, startCloud } from './support.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const create = (Bucket: string) => cloud.s3.send(new CreateBucketCommand({ Bucket }));

describe('buckets', () => {
  it('are made, found, listed and deleted', async () => {
    expect((await create('videos')).Location).toBe('/videos');
    await create('videos');
    expect(await cloud.s3.send(new HeadBucketCommand({ Bucket: 'videos' }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    expect(
      (await cloud.s3.send(new GetBucketLocationCommand({ Bucket: 'videos' }))).LocationConstraint,
    ).toBeFalsy();
    const { Buckets, Owner } = await cloud.s3.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['videos']);
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    await cloud.s3.send(new DeleteBucketCommand({ Bucket: 'videos' }));
    expect(await refusal(cloud.s3.send(new HeadBucketCommand({ Bucket: 'videos' })))).toMatchObject({
      status: 404,
    });
  });

  it('are not deleted with anything in them', async () => {
    await create('full');
    await cloud.s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'x' }));
    expect(await refusal(cloud.s3.send(new DeleteBucketCommand({ Bucket: 'full' })))).toMatchObject({
      name: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty',
      BucketName: 'full',
      status: 409,
    });
  });

  it.each(['ab', 'Upper', 'a..b', '-start', 'end-', '192.168.0.1', 'xn--name'])(
    'cannot be named %s',
    async (name) => {
      expect(await refusal(create(name))).toMatchObject({ name: 'InvalidBucketName', status: 400 });
    },
  );

  it('are not found when they are not there', async () => {
    expect(await refusal(cloud.s3.send(new ListObjectsV2Command({ Bucket: 'absent' })))).toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      BucketName: 'absent',
      status: 404,
    });
  });

  it('are made only in the region of the endpoint', async () => {
    const elsewhere = (LocationConstraint: string) =>
      cloud.s3.send(
        new CreateBucketCommand({
          Bucket: 'elsewhere',
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as BucketLocationConstraint },
        }),
      );
    expect(await refusal(elsewhere('eu-west-1'))).toMatchObject({
      name: 'IllegalLocationConstraintException',
      message:
        'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
    });
  });

  it('refuse ACLs, and belong to whom one expects', async () => {
    await create('owned');
    const acl = new PutObjectCommand({ Bucket: 'owned', Key: 'k', Body: 'x', ACL: 'public-read' });
    expect(await refusal(cloud.s3.send(acl))).toMatchObject({ name: 'AccessControlListNotSupported' });
    const head = new HeadBucketCommand({ Bucket: 'owned', ExpectedBucketOwner: '444455556666' });
    expect(await refusal(cloud.s3.send(head))).toMatchObject({ status: 403 });
  });
});

describe('bucket policies', () => {
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const put = (Policy: string) => cloud.s3.send(new PutBucketPolicyCommand({ Bucket: 'governed', Policy }));
  const get = () => cloud.s3.send(new GetBucketPolicyCommand({ Bucket: 'governed' }));
  const resource = 'arn:aws:s3:::governed/*';
  beforeAll(() => create('governed'));

  it('decide beside IAM', async () => {
    const user = await cloud.clientWith({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: resource }],
    });
    await user.send(new PutObjectCommand({ Bucket: 'governed', Key: 'k', Body: 'x' }));
    const read = () => user.send(new GetObjectCommand({ Bucket: 'governed', Key: 'k' }));
    const arn = cloud.aws.trail.decisions().at(-1)?.principal ?? '';
    expect(await refusal(read())).toMatchObject({
      name: 'AccessDenied',
      message: `User: ${arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::governed/k" because no identity-based policy allows the s3:GetObject action`,
      status: 403,
    });
    await put(policy({ Principal: { AWS: arn }, Action: 's3:GetObject', Resource: resource }));
    expect(await (await read()).Body?.transformToString()).toBe('x');
    await cloud.s3.send(new DeleteBucketPolicyCommand({ Bucket: 'governed' }));
    expect(await refusal(read())).toMatchObject({ name: 'AccessDenied' });
  });

  it('are given back as they were written, or not there', async () => {
    expect(await refusal(get())).toMatchObject({
      name: 'NoSuchBucketPolicy',
      message: 'The bucket policy does not exist',
      BucketName: 'governed',
    });
    const text = policy({ Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: resource });
    await put(text);
    expect((await get()).Policy).toBe(text);
  });

  it('must be policies of the bucket', async () => {
    expect(await refusal(put('nonsense'))).toMatchObject({
      name: 'MalformedPolicy',
      message: "Policies must be valid JSON and the first byte must be '{'",
    });
    const foreign = policy({
      Principal: { AWS: '111122223333' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::other/*',
    });
    expect(await refusal(put(foreign))).toMatchObject({ message: 'Policy has invalid resource' });
  });

  it('may be public only when the block is lifted', async () => {
    const open = policy({ Principal: '*', Action: 's3:GetObject', Resource: resource });
    expect(await refusal(put(open))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('public policies are blocked by the BlockPublicPolicy'),
    });
    const block = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    await cloud.s3.send(
      new PutPublicAccessBlockCommand({ Bucket: 'governed', PublicAccessBlockConfiguration: block }),
    );
    const answer = await cloud.s3.send(new GetPublicAccessBlockCommand({ Bucket: 'governed' }));
    expect(answer.PublicAccessBlockConfiguration).toEqual(block);
    await put(open);
  });
});
