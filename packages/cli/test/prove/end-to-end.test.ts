import { parseTemplate, TemplateError } from '@wayleave/cloudformation';
import * as prover from '@wayleave/cloudformation/prove';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyNotLoaded } from '../../src/templates/why-not-loaded.ts';
import { type Folder, folder } from './session.ts';

const proven = `# A topic that invokes a function
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com} # and nobody else
            Action: sts:AssumeRole
      Policies:
        - PolicyName: logs
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: [logs:CreateLogStream, logs:PutLogEvents]
                Resource: !GetAtt Logs.Arn
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {RetentionInDays: 30}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Runtime: python3.13
      Handler: index.handler
      LoggingConfig: {LogGroup: !Ref Logs}
      Code:
        ZipFile: |
          def handler(event, context):
            pass
  Topic:
    Type: AWS::SNS::Topic
  Undelivered: # what SNS could not deliver
    Type: AWS::SQS::Queue
  Subscription:
    Type: AWS::SNS::Subscription
    DependsOn: Permission
    Properties:
      TopicArn: !Ref Topic
      Protocol: lambda
      Endpoint: !GetAtt Function.Arn
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Undelivered.Arn}
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Function.Arn
      Principal: sns.amazonaws.com
      SourceArn: !Ref Topic
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Undelivered]
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Undelivered.Arn
            Condition: {ArnEquals: {aws:SourceArn: !Ref Topic}}
`;

/** The template without one of its resources. */
function without(logicalId: string): string {
  const found = new RegExp(`^  ${logicalId}:.*\\n(?: {4}.*\\n)*`, 'm');
  return proven.replace(found, '').replace(`    DependsOn: ${logicalId}\n`, '');
}

let at: Folder;
beforeEach(async () => {
  at = await folder(prover);
});
afterEach(() => at.remove());

describe('wayleave prove with its prover', () => {
  it('proves a template', async () => {
    await at.write('t.yaml', proven);
    const { out, code } = await at.run('prove', 't.yaml');
    expect(out).toContain('✓ Topic ──invoke──▶ Function');
    expect(out).toContain('✓ Topic ──redrive──▶ Undelivered');
    expect(out).toMatch(/All \d hops are authorised/);
    expect(code).toBe(0);
  });

  it.each(['Permission', 'QueuePolicy'])(
    'finds that %s is missing, and writes it, comments kept',
    async (piece) => {
      const broken = without(piece);
      await at.write('t.yaml', broken);
      const before = await at.run('prove', 't.yaml');
      expect(before.out).toContain('DENIED');
      expect(before.code).toBe(1);

      const { out, code } = await at.run('prove', 't.yaml', '--fix');
      const fixed = await at.read('t.yaml');
      expect(out).toContain('+++ b/t.yaml');
      expect(out).toMatch(/All \d hops are authorised/);
      expect(code).toBe(0);
      const kept = fixed.split('\n');
      for (const line of broken.split('\n')) expect(kept).toContain(line);
      expect((await at.run('cfn', 'validate', 't.yaml')).code).toBe(0);
      expect((await at.run('prove', 't.yaml', '--fix')).out).toContain('Nothing to fix');
    },
  );

  it('writes each form of a broken road', async () => {
    await at.write('t.yaml', without('Permission'));
    const sarif = JSON.parse((await at.run('prove', 't.yaml', '--sarif')).out) as {
      runs: [{ results: { ruleId: string; fixes?: object[] }[] }];
    };
    const denied = sarif.runs[0].results.find(({ ruleId }) => ruleId === 'HopDenied');
    expect(denied?.fixes).toHaveLength(1);
    expect((await at.run('prove', 't.yaml', '--svg')).out).toContain('class="pill denied"');
    expect((await at.run('prove', 't.yaml', '--mermaid')).out).toContain('linkStyle');
    expect(JSON.parse((await at.run('prove', 't.yaml', '--json')).out)).toMatchObject({ proven: false });
  });
});

describe('wayleave prove --from --to', () => {
  it('answers for these hops alone', async () => {
    await at.write('t.yaml', `${without('Permission')}  Odd: {Type: AWS::SNS::Topic}\n`);
    const ends = async (...args: string[]) => {
      const { out, code } = await at.run('prove', 't.yaml', ...args, '--json');
      return { code, hops: (JSON.parse(out) as { hops: { id: string }[] }).hops.map(({ id }) => id) };
    };
    expect(await ends('--from', 'Topic', '--to', 'Undelivered')).toEqual({
      code: 0,
      hops: ['Topic-redrive-Undelivered'],
    });
    expect(await ends('--to', 'Function')).toEqual({ code: 1, hops: ['Topic-invoke-Function'] });
    expect((await ends('--from', 'Function')).hops).toEqual([
      'Function-assume-Role',
      'Function-write-logs-Logs',
    ]);
  });

  it('refuses a question about a hop that is not there, and names what is', async () => {
    await at.write('t.yaml', proven);
    const { error, out, code } = await at.run('prove', 't.yaml', '--from', 'Topic', '--to', 'Role');
    expect(error).toBe(
      'The template wires no hop from Topic to Role.\n  It wires Topic → Function, Topic → Undelivered, Function → Role.\n',
    );
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('wayleave prove --parameters', () => {
  it('refuses what AllowedValues does not have, without showing the value', async () => {
    const stages = '  Stages: {Type: CommaDelimitedList, AllowedValues: [test, prod], Default: test}\n';
    await at.write('t.yaml', `Parameters:\n${stages}${proven}`);
    const { error, code } = await at.run('prove', 't.yaml', '--parameters', 'Stages=test,hunter2');
    expect(error).toBe(
      'The value that is given for Stages is none of its AllowedValues.\n  It may be: test, prod.\n',
    );
    expect(code).toBe(2);
    expect((await at.run('prove', 't.yaml', '--parameters', 'Stages=test, prod')).code).toBe(0);
  });
});

describe('wayleave prove with a module that fails', () => {
  it.each([
    ['thrown.ts', "const x: number = 1;\nthrow new Error('boom');", 'boom (thrown.ts:2:7).'],
    [
      'missing.ts',
      "import { x } from 'no-such-package';\nexport default x;",
      "Cannot find module 'no-such-package'",
    ],
    ['broken.ts', 'export const x: = 1;', 'ParseError: Unexpected token broken.ts:1:16.'],
  ])('says what and where: %s', async (name, text, why) => {
    await at.write(name, text);
    const { error, code } = await at.run('prove', name);
    expect(error.split('\n')[0]).toContain(`${name} cannot be loaded: ${why}`);
    expect(error.split('\n')).toHaveLength(3);
    expect(code).toBe(2);
  });
});

describe('wayleave prove --fix of a module', () => {
  it('prints the code with its imports', async () => {
    const write = (piece: string) =>
      at.write(
        `${piece}.ts`,
        `export default ${JSON.stringify(parseTemplate(without(piece)).toJson({ validate: false }))};`,
      );
    await write('Permission');
    const { out } = await at.run('prove', 'Permission.ts', '--fix');
    expect(out).toContain("\nimport { Permission } from '@wayleave/cloudformation/aws/lambda';\n");
    expect(out).toContain("t.add('TopicInvokeFunction', Permission({");
    await write('QueuePolicy');
    const queue = await at.run('prove', 'QueuePolicy.ts', '--fix');
    expect(queue.out).toContain(
      "import { allow, policyDocument } from '@wayleave/cloudformation';\nimport { QueuePolicy } from '@wayleave/cloudformation/aws/sqs';\n",
    );
  });
});

it('reads YAML that the AWS CLI prints as one JSON text', async () => {
  const readInput = () => Promise.resolve(`${JSON.stringify(proven)}\n`);
  const { out, code } = await at.runWith({ readInput }, 'prove', '-');
  expect(out).toContain('✓ Topic ──invoke──▶ Function');
  expect(code).toBe(0);
});

it('says where in a module the builder refused something', () => {
  const error = new TemplateError('NotTemplateData', 'This is a handle.', { fix: 'Write handle.ref.' });
  error.stack = `TemplateError: …\n    at copy (/p/node_modules/w/index.js:97:28)\n    at /p/src/stack.ts:9:38`;
  expect(whyNotLoaded(error, '/p/src/stack.ts', 'src/stack.ts')).toBe(
    'This is a handle. Write handle.ref (src/stack.ts:9:38)',
  );
});

it('keeps what a module prints out of its own output', async () => {
  await at.write(
    'loud.ts',
    "process.stdout.write('loud\\n');\nexport default async () => { process.stdout.write('louder\\n'); return { Resources: {} }; };",
  );
  const { write } = process.stderr;
  let heard = '';
  process.stderr.write = (text: string | Uint8Array) => {
    heard += String(text);
    return true;
  };
  try {
    const { out } = await at.run('prove', 'loud.ts', '--json');
    expect(JSON.parse(out)).toMatchObject({ template: 'loud.ts' });
  } finally {
    process.stderr.write = write;
  }
  expect(heard).toBe('loud\nlouder\n');
});

describe('wayleave prove --fix of many hops', () => {
  const fanOut = (count: number) =>
    [
      'Resources:',
      '  Topic: {Type: AWS::SNS::Topic}',
      ...Array.from(
        { length: count },
        (_, at) => `  Queue${at}: {Type: AWS::SQS::Queue}
  Subscription${at}:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue${at}.Arn}`,
      ),
      '',
    ].join('\n');

  it('does together what touches nothing in common: the template is proven a few times, not once a fix', async () => {
    let proofs = 0;
    const counting = () =>
      Promise.resolve({
        ...prover,
        prove: (...given: Parameters<typeof prover.prove>) => {
          proofs++;
          return prover.prove(...given);
        },
      });
    await at.write('many.yaml', fanOut(30));
    const { out, code } = await at.runWith({ prover: counting }, 'prove', 'many.yaml', '--fix');
    expect(out).toContain('many.yaml written: 30 fixes.');
    expect(out).toContain('All 30 hops are authorised');
    expect(code).toBe(0);
    expect(proofs).toBeLessThan(5);
  });

  it('does one of two fixes that would be the same policy', async () => {
    const twice = fanOut(2).replaceAll('Queue1.Arn', 'Queue0.Arn');
    await at.write(
      't.yaml',
      `${twice}  Other: {Type: AWS::SNS::Topic}\n`.replace(
        'Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue0.Arn}\n  Other',
        'Ref Other, Protocol: sqs, Endpoint: !GetAtt Queue0.Arn}\n  Other',
      ),
    );
    const { out, code } = await at.run('prove', 't.yaml', '--fix');
    expect(out).toContain('All 2 hops are authorised');
    expect((await at.read('t.yaml')).match(/AWS::SQS::QueuePolicy/g)).toHaveLength(1);
    expect(code).toBe(0);
  });
});

it('writes the JSON document that the README describes', async () => {
  await at.write('t.yaml', without('Permission'));
  const document = JSON.parse((await at.run('prove', 't.yaml', '--json')).out) as Record<string, unknown>;
  expect(document).toMatchObject({ version: 1, template: 't.yaml', proven: false });
  expect(Object.keys(document)).toEqual([
    'version',
    'template',
    'proven',
    'summary',
    'scenarios',
    'hops',
    'findings',
  ]);
  const numbers = ['hops', 'allowed', 'denied', 'unknown', 'errors', 'warnings', 'notes'];
  expect(Object.keys(document['summary'] as object)).toEqual(['checked', ...numbers]);
  const hops = document['hops'] as readonly Record<string, unknown>[];
  const denied = hops.find(({ answer }) => answer === 'denied') ?? {};
  const members = ['id', 'kind', 'from', 'to', 'answer', 'because', 'questions', 'path', 'source', 'fix'];
  expect(Object.keys(denied).sort()).toEqual(members.sort());
});
