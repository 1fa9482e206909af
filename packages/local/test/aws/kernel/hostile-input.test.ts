/** Whatever comes in, the answer has AWS's form, and the process lives on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCloudFormation } from '../../../src/aws/cloudformation/create-cloudformation.ts';
import { createAws } from '../../../src/aws/create-aws.ts';
import { createLogs } from '../../../src/aws/logs/create-logs.ts';
import { createS3 } from '../../../src/aws/s3/create-s3.ts';
import { createSns } from '../../../src/aws/sns/create-sns.ts';
import { createTrail } from '../../../src/trail.ts';
import { createTestClock } from '../../support/aws.ts';
import { signed } from '../../support/sign.ts';

const ORIGIN = 'http://127.0.0.1:4566';
const clock = createTestClock();
const aws = createAws({
  origin: ORIGIN,
  clock,
  trail: createTrail(),
  services: [
    (kernel) => createLogs({ kernel, clock }),
    (kernel) => createS3({ kernel, clock, origin: ORIGIN }),
    (kernel) => createSns({ kernel, clock }),
    (kernel, { identity }) => createCloudFormation({ kernel, clock, identity }),
  ],
});
const keys = aws.administrator;

const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const json = (target: string, body: string) => ({
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${target}` },
  body,
});
async function ask(service: string, path: string, init: Parameters<typeof signed>[1]) {
  const response = await aws.fetch(signed(ORIGIN + path, init, { keys, service, at: clock.now() }));
  return { status: response.status, text: await response.text() };
}
const template = (TemplateBody: string) =>
  ask('cloudformation', '/', form({ Action: 'ValidateTemplate', Version: '2010-05-15', TemplateBody }));

describe('deep nesting', () => {
  test.each([
    ['block sequences', '- '.repeat(20_000)],
    ['block mappings', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
    ['flow sequences', '['.repeat(40_000)],
    ['flow mappings', `a: ${'{a: '.repeat(12_000)}`],
    ['JSON', `{"a":${'['.repeat(40_000)}`],
  ])('of a template in %s is refused', async (_, body) => {
    const { status, text } = await template(body);
    expect(status).toBe(400);
    expect(text).toContain('<Code>ValidationError</Code><Message>Template format error: ');
  });

  test('of an XML document is malformed XML', async () => {
    const body = '<a>'.repeat(50_000) + '</a>'.repeat(50_000);
    const { status, text } = await ask('s3', '/bucket?delete=', { body });
    expect(status).toBe(400);
    expect(text).toContain('<Code>MalformedXML</Code>');
  });

  test('of JSON that no member asks for is left alone', async () => {
    const body = `{"logGroupNamePrefix":"x","other":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await ask('logs', '/', json('DescribeLogGroups', body))).status).toBe(200);
  });
});

test.each(['__proto__', 'constructor', 'prototype'])('an XML element %s is malformed XML', async (name) => {
  const body = `<Delete><${name}/><Object><Key>k</Key></Object></Delete>`;
  const { status, text } = await ask('s3', '/bucket?delete=', { body });
  expect(status).toBe(400);
  expect(text).toContain('<Code>MalformedXML</Code>');
});

test('random bytes in the place of a body get an answer of the service, never a fault of its own', async () => {
  const places = [
    ['sns', '/', 'application/x-www-form-urlencoded', 'Action=Publish&Version=2010-03-31&'],
    ['iam', '/', 'application/x-www-form-urlencoded', 'Action=CreateRole&Version=2010-05-08&RoleName='],
    [
      'cloudformation',
      '/',
      'application/x-www-form-urlencoded',
      'Action=ValidateTemplate&Version=2010-05-15&TemplateBody=',
    ],
    ['s3', '/bucket?delete=', 'application/xml', '<Delete><Object>'],
    ['logs', '/', 'application/x-amz-json-1.1', '{"logGroupName":'],
  ] as const;
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<', '</', '&', '%', '{', '[', '"', '=', '\0', '<![CDATA[', '<!--', '<?'),
  );
  const body = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), body, async ([service, path, type, start], rest) => {
      const headers = {
        'content-type': type,
        ...(service === 'logs' && { 'x-amz-target': 'Logs_20140328.PutLogEvents' }),
      };
      const { status, text } = await ask(service, path, { headers, body: start + rest });
      expect(text).not.toContain('InternalFailure');
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
});

describe('a body', () => {
  const endless = (service: string, fail?: Error) => {
    let left = 300;
    const body = new ReadableStream({
      pull(controller) {
        if (fail !== undefined && left < 300) controller.error(fail);
        else if (left-- > 0) controller.enqueue(new Uint8Array(1_000_000));
        else controller.close();
      },
    });
    const { headers } = signed(`${ORIGIN}/b/k`, { method: 'PUT' }, { keys, service, at: clock.now() });
    const init = { method: 'PUT', headers, body, duplex: 'half' };
    return { sent: () => 300 - left, request: new Request(`${ORIGIN}/b/k`, init) };
  };

  test.each([
    ['lambda', 413, 'Request must be smaller than 70167211 bytes', 80],
    ['s3', 400, '<Code>EntityTooLarge</Code>', 275],
  ])(
    'of %s that is too large is refused without being read to its end',
    async (service, status, words, most) => {
      const { request, sent } = endless(service);
      const response = await aws.fetch(request);
      expect(response.status).toBe(status);
      expect(await response.text()).toContain(words);
      expect(sent()).toBeLessThan(most);
    },
  );

  test('that breaks off is answered in the form of the service', async () => {
    const { request } = endless('s3', new Error('gone'));
    const response = await aws.fetch(request);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>IncompleteBody</Code>');
  });
});
