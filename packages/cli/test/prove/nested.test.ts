import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as prover from '@wayleave/cloudformation/prove';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folder, folder } from './session.ts';

let at: Folder;
beforeEach(async () => {
  at = await folder(prover);
});
afterEach(() => at.remove());

const stack = (url: string, id = 'Consumer') => `  ${id}:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${url}
      Parameters: {TopicArn: !Ref Topic}
`;
const parent = (...stacks: readonly string[]) => `Resources:
  Topic: {Type: AWS::SNS::Topic}
${stacks.join('')}`;
const child = (more = '') => `Parameters:
  TopicArn: {Type: String}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref TopicArn, Protocol: sqs, Endpoint: !GetAtt Queue.Arn}
${more}`;
const queuePolicy = `  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn
            Condition: {ArnLike: {aws:SourceArn: !Ref TopicArn}}
`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(at.path, name)), { recursive: true });
    await at.write(name, text);
  }
}

interface Told {
  readonly hops: readonly { readonly id: string; readonly answer: string; readonly source?: object }[];
  readonly findings: readonly { readonly id: string; readonly message: string; readonly severity: string }[];
}
async function prove(...args: readonly string[]): Promise<Told & { readonly code: number }> {
  const { out, code } = await at.run('prove', ...args, '--json');
  return { ...(JSON.parse(out) as Told), code };
}
const notRead = ({ findings }: Told) =>
  findings.filter(({ id }) => id === 'NestedTemplateNotRead').map(({ message }) => message);

it('proves nested stacks from the files that TemplateURL names, from the template that names them', async () => {
  await write({
    'infra/parent.yaml': parent(stack('nested/middle.yaml', 'Middle')),
    'infra/nested/middle.yaml': `Parameters: {TopicArn: {Type: String}}
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./child.yaml, Parameters: {TopicArn: !Ref TopicArn}}
`,
    'infra/nested/child.yaml': child(queuePolicy),
  });
  const { hops, code } = await prove('infra/parent.yaml');
  expect(hops.map(({ id, answer }) => [id, answer])).toEqual([
    ['Topic-deliver-Middle/Inner/Queue', 'allowed'],
  ]);
  expect(code).toBe(0);
});

it('shows where in the nested template a denied hop is wired', async () => {
  await write({ 'parent.yaml': parent(stack('child.yaml')), 'child.yaml': child() });
  const { out, code } = await at.run('prove', 'parent.yaml');
  expect(out).toContain('✗ Topic ──deliver──▶ Consumer/Queue');
  expect(out).toContain('Resources.Consumer (child.yaml:5:3)');
  expect(code).toBe(1);
  const sarif = await at.run('prove', 'parent.yaml', '--sarif');
  expect(sarif.out).toMatch(/"uri": "child.yaml"\s*},\s*"region": {\s*"startLine": 5,/);
});

it('reports what is invalid in a nested template, with its place there', async () => {
  await write({
    'parent.yaml': parent(stack('child.yaml')),
    'child.yaml': child(`${queuePolicy}  Other: {Type: AWS::SQS::Queue, Properties: {DelaySecond: 1}}\n`),
  });
  const { out, code } = await at.run('prove', 'parent.yaml');
  expect(out).toMatch(/DelaySecond[\s\S]*\(child.yaml:\d+:\d+\)/);
  expect(code).toBe(1);
  await write({ 'child.yaml': 'Resources: [' });
  const broken = await at.run('prove', 'parent.yaml');
  expect([broken.error.startsWith('child.yaml:1:'), broken.code]).toEqual([true, 2]);
});

it('leaves what lies elsewhere unknown, and reads none of it', async () => {
  const outside = await folder(prover);
  try {
    await outside.write('secret.yaml', child(queuePolicy));
    await symlink(join(outside.path, 'secret.yaml'), join(at.path, 'link.yaml'));
    const urls = [
      'https://example.com/child.yaml',
      's3://bucket/child.yaml',
      'file:///etc/passwd',
      '/etc/passwd',
      join('..', outside.path.split('/').at(-1) ?? '', 'secret.yaml'),
      'link.yaml',
      'missing.yaml',
      '.',
    ];
    await write({ 'parent.yaml': parent(...urls.map((url, index) => stack(url, `Stack${index}`))) });
    const reads: string[] = [];
    const { readFile } = await import('node:fs/promises');
    const read = (file: string) => {
      reads.push(file);
      return readFile(file, 'utf8');
    };
    const { out, code } = await at.runWith({ read }, 'prove', 'parent.yaml', '--json');
    const told = JSON.parse(out) as Told;
    expect(told.hops.map(({ answer }) => answer)).toEqual(urls.map(() => 'unknown'));
    expect(notRead(told).map((message) => message.split(': ').at(-1))).toEqual([
      'it is an absolute path.',
      'it lies outside.',
      'it lies outside.',
      'there is no such file.',
      'it is a folder.',
    ]);
    expect(reads.filter((file) => !file.endsWith('parent.yaml')).every((file) => file === at.path)).toBe(
      true,
    );
    expect(code).toBe(0);
  } finally {
    await outside.remove();
  }
});

it('refuses stacks that nest each other, and follows no tree without end', async () => {
  await write({
    'parent.yaml': parent(stack('a.yaml', 'A')),
    'a.yaml': parent(stack('parent.yaml', 'B')).replace(', Parameters', ''),
  });
  const circle = await prove('parent.yaml');
  expect(notRead(circle)).toEqual([
    'The template of the nested stack A/B, parent.yaml, was not read: it nests itself.',
  ]);
  expect(circle.code).toBe(1);

  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, level) => [
      `l${level}.yaml`,
      parent(...['A', 'B', 'C'].map((id) => stack(`l${level + 1}.yaml`, id))),
    ]),
  );
  await write({ ...files, 'l12.yaml': child() });
  const wide = await prove('l0.yaml');
  expect(notRead(wide).some((message) => message.includes('more than 500 nested stacks'))).toBe(true);
});

it('finds the templates that CDK wrote beside their parent', async () => {
  const nested = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
      TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.${AWS::URLSuffix}/cdk-assets/0a.json' },
      Parameters: { TopicArn: { Ref: 'Topic' } },
    },
    Metadata: { 'aws:asset:path': 'Child.nested.template.json', 'aws:asset:property': 'TemplateURL' },
  };
  const Resources = { Topic: { Type: 'AWS::SNS::Topic' }, Nested: nested };
  await write({
    'cdk.out/Stack.template.json': JSON.stringify({ Resources }),
    'cdk.out/Child.nested.template.json': JSON.stringify({
      Parameters: { TopicArn: { Type: 'String' } },
      Resources: {
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: { Ref: 'TopicArn' },
            Protocol: 'sqs',
            Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
        },
        Queue: { Type: 'AWS::SQS::Queue' },
      },
    }),
  });
  const { hops } = await prove('cdk.out/Stack.template.json');
  expect(hops.map(({ id, answer }) => [id, answer])).toEqual([['Topic-deliver-Nested/Queue', 'denied']]);
});
