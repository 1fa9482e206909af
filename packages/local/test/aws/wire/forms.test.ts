/** Wire forms that the SDK does not send or hides: old clients, raw answers, hostile bodies. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locate } from '../../../src/aws/kernel/locate.ts';
import { bucketOfHost } from '../../../src/aws/kernel/virtual-host.ts';
import { AwsError } from '../../../src/aws/service.ts';
import { decodeInput, encodeFailure, encodeOutput, type Located } from '../../../src/aws/wire/codec.ts';
import { readRequest } from '../../../src/aws/wire/request.ts';
import { loadTable } from '../../../src/aws/wire/table.ts';

const ORIGIN = 'http://localhost:4566';

async function find(path: string, init: RequestInit = {}) {
  const request = await readRequest(new Request(`${ORIGIN}${path}`, init));
  return { request, found: locate(request, 'localhost:4566') };
}

async function read(path: string, init: RequestInit) {
  const { request, found } = await find(path, init);
  if (found === undefined || 'refusal' in found) throw new Error('no operation found');
  return { operation: found.route.operation, input: decodeInput(found, request), located: found as Located };
}

const form = (fields: Record<string, string>, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: new URLSearchParams(fields).toString(),
});

describe('SQS over query, as older clients speak it', () => {
  test('flattened lists and maps are read', async () => {
    const { operation, input } = await read(
      '/',
      form({
        Action: 'SendMessage',
        Version: '2012-11-05',
        QueueUrl: `${ORIGIN}/111122223333/q`,
        MessageBody: 'a b&c',
        'MessageAttribute.1.Name': 'kind',
        'MessageAttribute.1.Value.DataType': 'String',
        'MessageAttribute.1.Value.StringValue': 'x',
        'MessageAttribute.2.Name': 'raw',
        'MessageAttribute.2.Value.DataType': 'Binary',
        'MessageAttribute.2.Value.BinaryValue': 'AAE=',
      }),
    );
    expect(operation).toBe('SendMessage');
    expect(input).toEqual({
      QueueUrl: `${ORIGIN}/111122223333/q`,
      MessageBody: 'a b&c',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'x' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1]) },
      },
    });
  });

  test('answers are XML and errors have the codes of those days', async () => {
    const { located } = await read('/', form({ Action: 'ListQueues', Version: '2012-11-05' }));
    const answer = encodeOutput(located, { QueueUrls: ['u1', 'u2'] }, 'id');
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toBe(
      '<ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueuesResult><QueueUrl>u1</QueueUrl>' +
        '<QueueUrl>u2</QueueUrl></ListQueuesResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>' +
        '</ListQueuesResponse>',
    );
    const error = new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    const failure = encodeFailure(loadTable('sqs'), 'awsQuery', error, 'id');
    expect(await failure.text()).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
    const json = encodeFailure(loadTable('sqs'), 'awsJson1_0', error, 'id');
    expect(json.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(await json.json()).toEqual({
      __type: 'com.amazonaws.sqs#QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });
});

describe('finding the operation', () => {
  test.each([
    ['PUT', '/b', {}, 'CreateBucket'],
    ['PUT', '/b/', {}, 'CreateBucket'],
    ['GET', '/', {}, 'ListBuckets'],
    ['GET', '/b', {}, 'ListObjects'],
    ['GET', '/b?list-type=2&prefix=x', {}, 'ListObjectsV2'],
    ['GET', '/b?location', {}, 'GetBucketLocation'],
    ['GET', '/b/some/deep/key', {}, 'GetObject'],
    ['HEAD', '/b/some/deep/key', {}, 'HeadObject'],
    ['PUT', '/b/k', {}, 'PutObject'],
    ['PUT', '/b/k', { 'x-amz-copy-source': '/b/j' }, 'CopyObject'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', {}, 'UploadPart'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', { 'x-amz-copy-source': '/b/j' }, 'UploadPartCopy'],
    ['POST', '/b/k?uploads', {}, 'CreateMultipartUpload'],
    ['POST', '/b/k?uploadId=u', {}, 'CompleteMultipartUpload'],
    ['DELETE', '/b/k?uploadId=u', {}, 'AbortMultipartUpload'],
    ['GET', '/b/k?uploadId=u', {}, 'ListParts'],
    ['POST', '/b?delete', {}, 'DeleteObjects'],
    ['PUT', '/b?policy', {}, 'PutBucketPolicy'],
    ['PUT', '/b/k?tagging', {}, 'PutObjectTagging'],
    [
      'POST',
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af/invocations',
      {},
      'Invoke',
    ],
    ['GET', '/2015-03-31/functions/', {}, 'ListFunctions'],
    ['GET', '/2015-03-31/functions/f/configuration', {}, 'GetFunctionConfiguration'],
  ])('%s %s %o is %s', async (method, path, headers, operation) => {
    expect((await read(path, { method, headers })).operation).toBe(operation);
  });

  test.each([
    ['videos.s3.us-east-1.amazonaws.com', 'videos'],
    ['my.videos.s3.amazonaws.com', 'my.videos'],
    ['videos.localhost:4566', 'videos'],
    ['videos.s3.localhost:4566', 'videos'],
    ['s3.localhost:4566', undefined],
    ['s3.us-east-1.amazonaws.com', undefined],
    ['localhost:4566', undefined],
    ['127.0.0.1:4566', undefined],
  ])('%s has the bucket %s', (host, bucket) => {
    expect(bucketOfHost(host, 'localhost:4566')).toBe(bucket);
  });

  test('labels are decoded, slashes of a key kept', async () => {
    const { input } = await read('/b/a%20b/c%2Fd%2Be+f', { method: 'GET' });
    expect(input).toMatchObject({ Bucket: 'b', Key: 'a b/c/d+e+f' });
  });

  test('an operation that does not exist is answered in the form of its service', async () => {
    const query = await find('/', form({ Action: 'Nonsense', Version: '2010-03-31' }));
    expect(query.found).toMatchObject({
      refusal: { code: 'InvalidAction', message: 'Could not find operation Nonsense for version 2010-03-31' },
    });
    const json = await find('/', { method: 'POST', headers: { 'x-amz-target': 'Logs_20140328.Nonsense' } });
    expect(json.found).toMatchObject({ refusal: { code: 'UnknownOperationException', status: 400 } });
  });
});

describe('bodies that are not what they should be', () => {
  const logs = (body: string) =>
    read('/', { method: 'POST', headers: { 'x-amz-target': 'Logs_20140328.PutRetentionPolicy' }, body });
  test.each([
    ['{', 'The request body is not valid JSON.'],
    ['[]', 'Start of list found where not expected'],
    ['{"logGroupName": 5}', 'NUMBER_VALUE cannot be converted to String'],
    ['{"logGroupName": {}}', 'Start of structure or map found where not expected'],
    ['{"logGroupName": "g", "retentionInDays": "x"}', 'STRING_VALUE cannot be converted to Integer'],
  ])('%s', async (body, message) => {
    await expect(logs(body)).rejects.toMatchObject({ code: 'SerializationException', message });
  });

  const remove = (body: string) => read('/b?delete', { method: 'POST', body });
  test.each([
    '<Delete><Object>',
    '<!DOCTYPE x [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    'nonsense',
  ])('%s', async (body) => {
    await expect(remove(body)).rejects.toMatchObject({ code: 'MalformedXML', status: 400 });
  });

  test('XML is read with its entities, CDATA and white space', async () => {
    const { input } = await remove(
      '<?xml version="1.0"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n <Quiet>true</Quiet>\n' +
        ' <Object><Key>a &amp; b&#x41;&#66; </Key></Object><Object><Key><![CDATA[<&amp;>]]></Key></Object>\n</Delete>',
    );
    expect(input['Delete']).toEqual({ Quiet: true, Objects: [{ Key: 'a & bAB ' }, { Key: '<&amp;>' }] });
  });

  test('names of JavaScript are names like any other', async () => {
    const { input } = await read(
      '/',
      form({
        Action: 'SetSMSAttributes',
        Version: '2010-03-31',
        'attributes.entry.1.key': '__proto__',
        'attributes.entry.1.value': 'x',
        '__proto__.polluted': 'yes',
        'constructor.prototype.polluted': 'yes',
      }),
    );
    expect(Object.entries(input['attributes'] as object)).toEqual([['__proto__', 'x']]);
    expect('polluted' in {}).toBe(false);
  });

  test('any body is read or refused, never a crash', async () => {
    const readable = async (path: string, init: RequestInit) => {
      try {
        await read(path, init);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.json(), async (text, json) => {
        const target = { 'x-amz-target': 'Logs_20140328.PutLogEvents' };
        await readable('/', { method: 'POST', headers: target, body: json });
        await readable('/', { method: 'POST', headers: target, body: text });
        await readable('/b?delete', { method: 'POST', body: `<Delete>${text}</Delete>` });
        await readable('/', form({ Action: 'Publish', Version: '2010-03-31', [text]: json }));
        await readable('/2015-03-31/functions', { method: 'POST', body: json });
      }),
      { numRuns: 100 },
    );
  });
});

describe('answers of S3', () => {
  const s3 = loadTable('s3');
  const answer = (operation: string, output: Record<string, unknown>) =>
    encodeOutput({ table: s3, protocol: 'restXml', route: { operation, labels: {} } }, output, 'id');

  test('a part of an object is 206', async () => {
    const whole = answer('GetObject', {
      Body: new Uint8Array([1, 2]),
      ETag: '"e"',
      Metadata: { city: 'Köln' },
    });
    expect([whole.status, whole.headers.get('etag')]).toEqual([200, '"e"']);
    expect(whole.headers.get('x-amz-meta-city')).toBe('=?UTF-8?B?S8O2bG4=?=');
    expect(answer('GetObject', { Body: new Uint8Array([1]), ContentRange: 'bytes 0-0/2' }).status).toBe(206);
  });

  test('a HEAD keeps the length of what it does not send', async () => {
    const head = answer('HeadObject', { ContentLength: 7, ETag: '"e"' });
    expect(head.headers.get('content-length')).toBe('7');
    expect(await head.text()).toBe('');
  });

  test('the location of a bucket is the root itself', async () => {
    const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
    expect(await answer('GetBucketLocation', { LocationConstraint: 'eu-west-1' }).text()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint ${xmlns}>eu-west-1</LocationConstraint>`,
    );
    expect(await answer('GetBucketLocation', {}).text()).toContain(`<LocationConstraint ${xmlns}/>`);
  });

  test('errors have their members, and 304 has nothing', async () => {
    const error = new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: 'a&b' });
    const failure = encodeFailure(s3, 'restXml', error, 'id');
    expect(failure.status).toBe(404);
    expect(await failure.text()).toContain(
      '<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key>',
    );
    const unchanged = encodeFailure(s3, 'restXml', new AwsError('NotModified', '', 304), 'id');
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
  });
});
