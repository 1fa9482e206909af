import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

const here = (path: string): URL => new URL(path, import.meta.url);

const head = `
import { getAtt, join, ref, template } from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam/role';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
const t = template();
const role = t.add('Role', Role({ AssumeRolePolicyDocument: { Statement: [] } }));
const Code = { ZipFile: 'x' };
const fn = t.add('Function', LambdaFunction({ Code, Role: role.Arn }));
const sns = { Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', FunctionName: fn.Arn };
`;

/** Each fault, and what the compiler has to say of it. */
const faults: readonly (readonly [fault: string, message: RegExp])[] = [
  ['fn.ARN', /^Property 'ARN' does not exist on type .* Did you mean 'Arn'\?$/],
  ["LambdaFunction({ Code, Role: role.Arn, Architectures: ['x86'] })", /"x86".*"arm64" \| "x86_64"/],
  [
    'Topic({ Subscriptions: [] })',
    /'Subscriptions' does not exist .* Did you mean to write 'Subscription'\?$/,
  ],
  ['LambdaFunction({ Code })', /^Property 'Role' is missing/],
  ["getAtt('Nope', 'Foo')", /'"Nope"'.*the handle that t\.add\(\) returned; by name, later\.getAtt\(\)/],
  ["LambdaFunction({ Code, Role: role.Arn, Timeout: join('', ['a']) })", /'Value<string>' .* 'In<number>'/],
  ['Permission({ ...sns, SourceArn: fn.Arn })', /Value<Arn<"lambda:function">>.*ArnOf</],
  ["ref('Nope')", /the handle that t\.add\(\) returned; by name, later\.ref\(\)/],
  ["getAtt(fn, 'ARN')", /'"ARN"' .*'"Arn" \|/],
  ['LambdaFunction({ Code, Role: role.ref })', /Value<Name<"iam:role">>.*ArnOf<"iam:role">/],
  ["t.parameter('P', { Type: 'AWS::EC2::Vpc::Id' })", /Did you mean '"AWS::EC2::VPC::Id"'\?$/],
  ["t.add('Topic', Topic(), { DeletionPolicy: 'Keep' })", /"Keep".*DeletionPolicy/],
];

describe('the compiler', () => {
  it('names each fault in words', async () => {
    const lines = faults.map(([fault], index) => `export const fault${index} = ${fault};`);
    const first = head.split('\n').length;
    const { errors } = await compile(`${head}${lines.join('\n')}\n`);
    for (const [index, [fault, message]] of faults.entries()) {
      const said = errors.filter(([line]) => line === first + index).map(([, each]) => each);
      expect(said, fault).toEqual([expect.stringMatching(message)]);
    }
    expect(errors).toHaveLength(faults.length);
  }, 60_000);

  it('has little to do for the reference stack', async () => {
    const text = readFileSync(here('../support/reference-stack.ts'), 'utf8');
    // The same modules, so that what is counted is the use of them.
    const floor = await compile(text.replace(/^import .* from/gm, 'import').replace(/^(?!import).*$/gm, ''));
    const stack = await compile(text);
    expect([...floor.errors, ...stack.errors]).toEqual([]);
    const instantiations = stack.instantiations - floor.instantiations;
    const budget = JSON.parse(readFileSync(here('budget.json'), 'utf8')) as { instantiations: number };
    // When it has grown for a reason, or shrunk, write the new figure into budget.json.
    expect(instantiations).toBeLessThanOrEqual(budget.instantiations * 1.1);
    expect(instantiations).toBeGreaterThan(budget.instantiations * 0.7);
  }, 60_000);
});
