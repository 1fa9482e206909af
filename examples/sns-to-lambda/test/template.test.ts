import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import t from '../template.ts';

const here = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

describe('the SNS to Lambda template', () => {
  it('prints what its README shows', () => {
    const readme = readFileSync(here('README.md'), 'utf8');
    const shown = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(JSON.parse(shown)).toEqual(t.toJson());
    const flags = ['--import', 'tsx', '--conditions=@wayleave/source'];
    const printed = execFileSync(process.execPath, [...flags, here('template.ts')], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual(JSON.parse(shown));
  });

  it('lets SNS invoke the function for this topic only, and the function write to its own log group only', () => {
    const { Permission, LambdaExecutionRole } = t.toJson().Resources;
    expect(Permission?.Properties).toMatchObject({
      Principal: 'sns.amazonaws.com',
      Action: 'lambda:InvokeFunction',
      SourceArn: { 'Fn::GetAtt': ['Topic', 'TopicArn'] },
    });
    expect(LambdaExecutionRole?.Properties?.['Policies']).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: [{ 'Fn::GetAtt': ['FunctionLogs', 'Arn'] }],
            },
          ],
        },
      },
    ]);
  });

  it('carries code that logs the event and succeeds', () => {
    const code = t.toJson().Resources['Function']?.Properties?.['Code'];
    const joined = (code as { ZipFile: { 'Fn::Join': [string, string[]] } }).ZipFile['Fn::Join'];
    const exported: { handler?: (event: unknown, context: unknown) => void } = {};
    const logged: string[] = [];
    const log = (...parts: string[]) => logged.push(parts.join(''));
    runInNewContext(joined[1].join(joined[0]), { exports: exported, console: { log } });
    const answers: unknown[] = [];
    exported.handler?.({ Records: [] }, { succeed: (answer: unknown) => answers.push(answer) });
    expect(answers).toEqual(['success']);
    expect(logged).toEqual(['event: {\n    "Records": []\n}']);
  });
});
