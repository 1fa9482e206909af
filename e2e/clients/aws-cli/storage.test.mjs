import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { plain } from '../../support/where.mjs';
import { awsFor, found, skip } from './aws.mjs';

const bucket = 'cli-bucket';

describe(`${found?.version ?? 'aws-cli'}: S3 and SQS`, { skip }, () => {
  const { json, text, refusal } = awsFor(plain);
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayleave-aws-cli-'));
    await text('s3', 'mb', `s3://${bucket}`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('copies a file in and out, and lists it', async () => {
    const [here, back] = [join(folder, 'here.txt'), join(folder, 'back.txt')];
    await writeFile(here, 'hello\n');
    await text('s3', 'cp', here, `s3://${bucket}/folder/ö +x.txt`);
    await text('s3', 'cp', `s3://${bucket}/folder/ö +x.txt`, back);
    assert.equal(await readFile(back, 'utf8'), 'hello\n');
    assert.match(await text('s3', 'ls'), new RegExp(`^\\S+ \\S+ ${bucket}$`, 'm'));
    assert.match(await text('s3', 'ls', `s3://${bucket}/`), /^ +PRE folder\/$/m);
    assert.match(await text('s3', 'ls', `s3://${bucket}`, '--recursive'), / {9} 6 folder\/ö \+x\.txt$/m);
  });

  it('copies a large file in parts', async () => {
    const [large, back] = [join(folder, 'large.bin'), join(folder, 'back.bin')];
    await writeFile(large, randomBytes(20_000_000));
    await text('s3', 'cp', large, `s3://${bucket}/large.bin`, '--no-progress');
    await text('s3', 'cp', `s3://${bucket}/large.bin`, back, '--no-progress');
    assert.ok((await readFile(back)).equals(await readFile(large)));
    const head = await json('s3api', 'head-object', '--bucket', bucket, '--key', 'large.bin');
    assert.equal(head.ContentLength, 20_000_000);
    assert.match(head.ETag, /^"[0-9a-f]{32}-3"$/);
  });

  it('synchronises a folder, and then has nothing to do', async () => {
    const site = join(folder, 'site');
    await mkdir(site);
    for (const name of ['a', 'b', 'c']) {
      await writeFile(join(site, name), name);
      // The service tells times to the second, so a file of this very second would seem newer than its copy.
      await utimes(join(site, name), 1_700_000_000, 1_700_000_000);
    }
    const args = ['s3', 'sync', site, `s3://${bucket}/site`, '--no-progress'];
    assert.equal((await text(...args)).match(/^upload: /gm)?.length, 3);
    assert.equal(await text(...args), '');
  });

  it('presigns an address that anybody can read', async () => {
    const file = join(folder, 'shared.txt');
    await writeFile(file, 'shared');
    await text('s3', 'cp', file, `s3://${bucket}/shared.txt`);
    const address = (await text('s3', 'presign', `s3://${bucket}/shared.txt`)).trim();
    assert.equal(await (await fetch(address)).text(), 'shared');
    const forged = await fetch(address.replace('shared.txt', 'large.bin'));
    assert.equal(forged.status, 403);
    assert.match(await forged.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
  });

  it('is told what is not there, and what may not be', async () => {
    const key = ['--bucket', bucket, '--key', 'nothing'];
    assert.match(
      await refusal('s3api', 'get-object', ...key, join(folder, 'x')),
      /\(NoSuchKey\) when calling the GetObject operation: The specified key does not exist\.$/,
    );
    assert.match(
      await refusal('s3api', 'head-object', ...key),
      /\(404\) when calling the HeadObject operation: Not Found$/,
    );
    assert.match(
      await refusal('s3', 'ls', 's3://cli-no-such-bucket'),
      /\(NoSuchBucket\) when calling the ListObjectsV2 operation: The specified bucket does not exist$/,
    );
    assert.match(
      await refusal('s3', 'rb', `s3://${bucket}`),
      /\(BucketNotEmpty\) when calling the DeleteBucket operation: The bucket you tried to delete is not empty$/,
    );
    const file = join(folder, 'here.txt');
    assert.match(
      await refusal('s3', 'cp', file, `s3://${bucket}/public`, '--acl', 'public-read'),
      /\(AccessControlListNotSupported\) when calling the PutObject operation: The bucket does not allow ACLs$/,
    );
  });

  it('is told that versions are not built', async () => {
    const args = ['--bucket', bucket, '--versioning-configuration', 'Status=Enabled'];
    assert.match(
      await refusal('s3api', 'put-bucket-versioning', ...args),
      /\(NotImplemented\) when calling the PutBucketVersioning operation: /,
    );
  });

  it('empties and removes the bucket', async () => {
    await text('s3', 'rm', `s3://${bucket}`, '--recursive', '--quiet');
    assert.equal(await text('s3', 'rb', `s3://${bucket}`), `remove_bucket: ${bucket}\n`);
  });

  it('sends, receives and deletes a message', async () => {
    const { QueueUrl } = await json('sqs', 'create-queue', '--queue-name', 'cli-queue');
    assert.equal(QueueUrl, `${plain.aws.url}/${plain.aws.accountId}/cli-queue`);
    const queue = ['--queue-url', QueueUrl];
    const attributes = JSON.stringify({ kind: { DataType: 'String', StringValue: 'é' } });
    const body = 'hé <b> & "q"';
    await text('sqs', 'send-message', ...queue, '--message-body', body, '--message-attributes', attributes);
    const all = ['--message-attribute-names', 'All', '--attribute-names', 'All'];
    const { Messages } = await json('sqs', 'receive-message', ...queue, ...all);
    const [message] = Messages;
    assert.equal(message.Body, body);
    assert.deepEqual(message.MessageAttributes, { kind: { StringValue: 'é', DataType: 'String' } });
    assert.equal(message.Attributes.ApproximateReceiveCount, '1');
    await text('sqs', 'delete-message', ...queue, '--receipt-handle', message.ReceiptHandle);
    const { Attributes } = await json('sqs', 'get-queue-attributes', ...queue, '--attribute-names', 'All');
    assert.deepEqual(
      [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible],
      ['0', '0'],
    );
  });

  it('is told of a queue that does not exist', async () => {
    assert.match(
      await refusal('sqs', 'get-queue-url', '--queue-name', 'nothing'),
      /\(AWS\.SimpleQueueService\.NonExistentQueue\) when calling the GetQueueUrl operation: The specified queue does not exist/,
    );
  });
});
