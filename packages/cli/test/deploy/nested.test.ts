import type { CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkTemplate } from '../../src/deploy/checks.ts';
import { openWorkbench, type Workbench } from './support/session.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const nested = (TemplateURL: string) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } });
const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'inner',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
  },
};

/** Plans a deployment up to its change set, whose request it yields. */
async function requested(file: string, ...args: readonly string[]) {
  let input: CreateChangeSetCommandInput | undefined;
  const ran = await bench.run(['deploy', file, '--stack', 'outer', '--plan', ...args], {
    around: (cloud) => ({
      ...cloud,
      cloudFormation: {
        ...cloud.cloudFormation,
        createChangeSet(given) {
          input = given;
          return Promise.reject(Object.assign(new Error('enough'), { $fault: 'client' }));
        },
      },
    }),
  });
  return { ...ran, input };
}

it('puts the templates of nested stacks into the bucket, those of the innermost first', async () => {
  const innermost = 'Resources:\n  # kept\n  Topic: {Type: AWS::SNS::Topic}\n';
  await bench.template('innermost.yaml', innermost);
  await bench.template('inner.json', { Resources: { Deeper: nested('innermost.yaml'), Role: role } });
  const elsewhere = 'https://s3.amazonaws.com/elsewhere/t.yaml';
  const file = await bench.template('outer.json', {
    Resources: { Inner: nested('./inner.json'), Elsewhere: nested(elsewhere) },
  });
  const refused = await requested(file);
  expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('--create-bucket') });
  expect(refused.error).toContain('Code, nested templates and large templates go through a bucket');

  const { out, input } = await requested(file, '--create-bucket');
  expect(out).toMatch(
    /Template of Inner\/Deeper: \d+ bytes in s3:[\s\S]*Template of Inner: \d+ bytes in s3:/,
  );
  expect(input?.Capabilities).toEqual(['CAPABILITY_NAMED_IAM']);
  const { Resources } = JSON.parse(input?.TemplateBody ?? '') as {
    Resources: Record<string, { Properties: { TemplateURL: string } }>;
  };
  expect(Resources['Elsewhere']?.Properties.TemplateURL).toBe(elsewhere);
  const urlOf = (made: typeof Resources, id: string) => made[id]?.Properties.TemplateURL ?? '';
  const inner = JSON.parse(await get(urlOf(Resources, 'Inner'))) as { Resources: typeof Resources };
  expect(await get(urlOf(inner.Resources, 'Deeper'))).toBe(innermost);
  expect((await requested(file)).out.match(/\(there already\)/g)).toHaveLength(2);
});

async function get(url: string): Promise<string> {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const [, bucket = '', ...key] = new URL(url).pathname.split('/');
  const { region, credentials, url: endpoint } = bench.local.aws;
  const client = new S3Client({ region, credentials, endpoint, forcePathStyle: true });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key.join('/') }));
    return (await Body?.transformToString()) ?? '';
  } finally {
    client.destroy();
  }
}

it('refuses a nested template that is not there, before anything is sent', async () => {
  const file = await bench.template('lost.json', { Resources: { Lost: nested('./lost-one.yaml') } });
  const { out, code } = await bench.run(['deploy', file, '--stack', 'lost', '--plan'], {
    check: checkTemplate,
  });
  expect(out).toContain('./lost-one.yaml, was not read: there is no such file');
  expect(out).toContain('CloudFormation reads templates from S3 alone');
  expect(out).toContain('Nothing was deployed.');
  expect(code).toBe(1);
});

it('refuses an endpoint that is no address', async () => {
  const file = await bench.template('t.json', { Resources: { T: { Type: 'AWS::SNS::Topic' } } });
  const { error, code } = await bench.run([
    'deploy',
    file,
    '--stack',
    's',
    '--plan',
    '--endpoint',
    'nonsense',
  ]);
  expect(error).toBe(
    '--endpoint is no address: nonsense.\n  Write http://127.0.0.1:4566, with its scheme.\n',
  );
  expect(code).toBe(2);
});
