/** What each family of services answers to a signature that is missing or wrong. */
import { describe, expect, test } from 'vitest';
import { type Aws, createAws } from '../../../src/aws/create-aws.ts';
import { createTrail } from '../../../src/trail.ts';
import { createTestClock } from '../../support/aws.ts';
import { type SignOptions, signed } from '../../support/sign.ts';

const ORIGIN = 'http://127.0.0.1:4566';
const clock = createTestClock(Date.UTC(2026, 10, 23, 12));
const trail = createTrail();
const aws: Aws = createAws({ origin: ORIGIN, clock, trail });
const { accessKeyId, secretAccessKey } = aws.administrator;
const keys = { accessKeyId, secretAccessKey };

interface Family {
  readonly url: string;
  readonly init: { method?: string; headers?: Record<string, string>; body?: string };
}

const FAMILIES: Readonly<Record<string, Family>> = {
  sns: {
    url: `${ORIGIN}/`,
    init: {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListTopics&Version=2010-03-31',
    },
  },
  sqs: {
    url: `${ORIGIN}/`,
    init: {
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
      body: '{}',
    },
  },
  logs: {
    url: `${ORIGIN}/`,
    init: {
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.DescribeLogGroups',
      },
      body: '{}',
    },
  },
  lambda: { url: `${ORIGIN}/2015-03-31/functions/f/invocations`, init: { body: '{}' } },
  s3: { url: `${ORIGIN}/bucket/key`, init: { method: 'GET' } },
};

/** Code, words and status of an answer, whatever its form. */
async function outcome(response: Response): Promise<[string, string, number]> {
  const text = await response.text();
  const type = response.headers.get('x-amzn-errortype');
  if (text.startsWith('{')) {
    const json = JSON.parse(text);
    return [type ?? json.__type.replace(/^.*#/, ''), json.message ?? json.Message, response.status];
  }
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  return [part('Code'), part('Message').replaceAll('&quot;', '"'), response.status];
}

async function ask(
  service: string,
  change: Partial<SignOptions> = {},
  tamper?: (request: Request) => Request,
) {
  const { url, init } = FAMILIES[service] ?? { url: '', init: {} };
  const request = signed(url, init, { keys, service, at: clock.now(), ...change });
  return outcome(await aws.fetch(tamper === undefined ? request : tamper(request)));
}

const MISMATCH =
  /^The request signature we calculated does not match the signature you provided\. Check your/;
const INVALID = 'The security token included in the request is invalid.';

describe.each([
  ['sns', 'MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  ['sqs', 'MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  ['logs', 'MissingAuthenticationTokenException', 'Request is missing Authentication Token', 400],
  ['lambda', 'MissingAuthenticationTokenException', 'Missing Authentication Token', 403],
  ['s3', 'AccessDenied', 'Access Denied', 403],
])('%s without a signature', (service, code, message, status) => {
  test(`answers ${code}`, async () => {
    const { url, init } = FAMILIES[service] ?? { url: '', init: {} };
    const answered = await aws.fetch(new Request(url, { method: 'POST', ...init }));
    expect(answered.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    expect(await outcome(answered)).toEqual([code, message, status]);
  });
});

describe.each([
  ['sns', 'InvalidClientTokenId', INVALID, 403],
  ['sqs', 'InvalidClientTokenId', INVALID, 403],
  ['logs', 'UnrecognizedClientException', INVALID, 400],
  ['lambda', 'UnrecognizedClientException', INVALID, 403],
  ['s3', 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
])('%s with an unknown key', (service, code, message, status) => {
  test(`answers ${code}`, async () => {
    const unknown = { accessKeyId: 'AKIAUNKNOWNUNKNOWN22', secretAccessKey: 'x' };
    expect(await ask(service, { keys: unknown })).toEqual([code, message, status]);
    expect(trail.decisions().at(-1)).toMatchObject({
      service,
      principal: 'access key AKIAUNKNOWNUNKNOWN22',
      allowed: false,
      decidedBy: `signature: ${code}`,
      error: { status, code, message },
    });
  });
});

describe.each([
  ['sns', 'SignatureDoesNotMatch', 403],
  ['sqs', 'SignatureDoesNotMatch', 403],
  ['logs', 'InvalidSignatureException', 400],
  ['lambda', 'InvalidSignatureException', 403],
  ['s3', 'SignatureDoesNotMatch', 403],
])('%s with a wrong secret', (service, code, status) => {
  test(`answers ${code}`, async () => {
    const wrong = { accessKeyId, secretAccessKey: 'wrong' };
    expect(await ask(service, { keys: wrong })).toEqual([code, expect.stringMatching(MISMATCH), status]);
  });
});

describe('time', () => {
  const MINUTE = 60_000;
  test.each(['sns', 'logs', 'lambda'])('%s allows five minutes', async (service) => {
    expect((await ask(service, { at: clock.now() - 5 * MINUTE }))[1]).toContain('local AWS does not build');
    expect((await ask(service, { at: clock.now() - 5 * MINUTE - 1000 }))[1]).toBe(
      'Signature expired: 20261123T115459Z is now earlier than 20261123T115500Z (20261123T120000Z - 5 min.)',
    );
    expect((await ask(service, { at: clock.now() + 6 * MINUTE }))[1]).toBe(
      'Signature not yet current: 20261123T120600Z is still later than 20261123T120500Z (20261123T120000Z + 5 min.)',
    );
  });

  test('S3 allows fifteen', async () => {
    expect((await ask('s3', { at: clock.now() - 15 * MINUTE }))[0]).toBe('NotImplemented');
    expect(await ask('s3', { at: clock.now() - 16 * MINUTE })).toEqual([
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    ]);
  });
});

describe('scope', () => {
  test('a signature for another region is refused, except where the service has none', async () => {
    const region = 'eu-west-1';
    expect((await ask('sns', { region }))[1]).toBe('Credential should be scoped to a valid region. ');
    expect(await ask('s3', { region })).toEqual([
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
      400,
    ]);
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const init = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
    const options = { keys, service: 'sts', at: clock.now(), region };
    expect((await aws.fetch(signed(`${ORIGIN}/`, init, options))).status).toBe(200);
  });

  test('the day of the scope is the day of the request', async () => {
    expect((await ask('logs', { date: '20261122' }))[1]).toBe(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        "'20261122' != '20261123', from '20261123T120000Z'.",
    );
  });

  test('a service that is not here says so', async () => {
    const init = { headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}' };
    const response = await aws.fetch(
      signed(`${ORIGIN}/`, init, { keys, service: 'dynamodb', at: clock.now() }),
    );
    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      __type: 'NotImplemented',
      message: 'Local AWS has no service "dynamodb".',
    });
  });
});

test('a body that was changed on the way is noticed', async () => {
  const tamper = (request: Request) =>
    new Request(request.url, {
      method: 'POST',
      headers: request.headers,
      body: 'Action=DeleteTopic&Version=2010-03-31',
    });
  expect((await ask('sns', {}, tamper))[0]).toBe('SignatureDoesNotMatch');
});

test('an Authorization header with parts missing is told which', async () => {
  const { url, init } = FAMILIES['sns'] ?? { url: '', init: {} };
  const headers = { ...init.headers, authorization: 'AWS4-HMAC-SHA256 SignedHeaders=host' };
  const [code, message] = await outcome(
    await aws.fetch(new Request(url, { method: 'POST', ...init, headers })),
  );
  expect(code).toBe('IncompleteSignature');
  expect(message).toBe(
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  );
});
