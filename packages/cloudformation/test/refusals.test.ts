// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import {
  allow,
  equals,
  findInMap,
  getAtt,
  if_,
  later,
  resource,
  sub,
  type Template,
  TemplateError,
  template,
} from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { describe, expect, it } from 'vitest';

function refusal(run: () => unknown): TemplateError {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function withTopic(): Template {
  const t = template();
  t.add('Topic', Topic());
  return t;
}

describe('adding', () => {
  it.each(['', 'My-Topic', 'a b', 'ä', 'x'.repeat(256)])('refuses the logical id %j', (id) => {
    expect(refusal(() => template().add(id, Topic()))).toMatchObject({ code: 'BadLogicalId', logicalId: id });
  });

  it('refuses a name that a resource or parameter already has', () => {
    const t = withTopic();
    t.parameter('Stage', { Type: 'String' });
    expect(refusal(() => t.add('Topic', Topic()))).toMatchObject({
      code: 'DuplicateLogicalId',
      path: 'Resources.Topic',
    });
    expect(refusal(() => t.add('Stage', Topic())).code).toBe('DuplicateLogicalId');
    expect(refusal(() => t.parameter('Topic', { Type: 'String' })).code).toBe('DuplicateLogicalId');
  });

  it('lets an output have the name of a resource', () => {
    const t = withTopic();
    t.output('Topic', 'x');
    expect(t.toJson().Outputs).toEqual({ Topic: { Value: 'x' } });
  });

  it("refuses another template's handle, however deep it is", () => {
    const other = template('Other');
    const theirs = other.add('Theirs', Topic());
    const condition = other.condition('Theirs', equals('a', 'b'));
    const own = template('Own');
    const attempts: Record<string, () => unknown> = {
      'Resources.Mine1.Properties.DisplayName': () =>
        own.add('Mine1', Topic({ DisplayName: theirs.TopicName })),
      'Resources.Mine2.Properties.DisplayName': () =>
        own.add('Mine2', Topic({ DisplayName: sub`x${theirs}` })),
      'Resources.Mine3.Properties.DisplayName': () =>
        own.add('Mine3', Topic({ DisplayName: if_(condition, 'x', 'y') })),
      'Resources.Mine4.DependsOn': () => own.add('Mine4', Topic(), { DependsOn: theirs }),
      'Resources.Mine5.Condition': () => own.add('Mine5', Topic(), { Condition: condition }),
      'Outputs.Mine6.Value': () => own.output('Mine6', getAtt(theirs, 'TopicArn')),
    };
    for (const [path, attempt] of Object.entries(attempts)) {
      const error = refusal(attempt);
      expect(error).toMatchObject({ code: 'ForeignReference', path });
      expect(error.message).toContain('"Other"');
    }
  });

  it('refuses what is no JSON, and says where', () => {
    const t = withTopic();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const bad = { handle: t.add('Two', Topic()), date: new Date(0), number: Number.NaN, call: () => 1, loop };
    for (const [key, data] of Object.entries(bad))
      expect(refusal(() => resource('Custom::X', [], { deep: [{ [key]: data }] }))).toMatchObject({
        code: 'NotTemplateData',
        path: expect.stringContaining(`Custom::X properties.deep[0].${key}`),
      });
  });

  it('refuses statements that say nothing', () => {
    expect(refusal(() => allow({ actions: [], resources: ['*'] })).code).toBe('EmptyStatement');
    expect(refusal(() => allow({ actions: ['s3:GetObject'] })).code).toBe('EmptyStatement');
  });
});

describe('toJson', () => {
  it.each([
    ['UnknownReference', (t: Template) => t.add('A', Topic({ DisplayName: later.ref('Topik') }))],
    ['UnknownReference', (t: Template) => t.add('A', Topic({ DisplayName: later.ref('AWS::Regoin') }))],
    [
      'UnknownReference',
      (t: Template) => t.add('A', Topic({ DisplayName: later.getAtt('Topik', 'TopicArn') })),
    ],
    ['UnknownReference', (t: Template) => t.add('A', Topic(), { DependsOn: 'Topik' })],
    ['UnknownAttribute', (t: Template) => t.add('A', Topic({ DisplayName: later.getAtt('Topic', 'ARN') }))],
    ['UnknownMapping', (t: Template) => t.add('A', Topic({ DisplayName: findInMap('No', 'a', 'b') }))],
    ['ReferenceNotAllowed', (t: Template) => t.condition('A', equals(later.ref('Topic'), 'x'))],
    ['ReferenceNotAllowed', (t: Template) => t.output('A', 'x', { Export: { Name: later.ref('Topic') } })],
    ['UnknownReference', (t: Template) => t.output('A', later.ref('Topik'))],
  ] as const)('refuses %s', (code, fault) => {
    const t = withTopic();
    fault(t);
    const error = refusal(() => t.toJson());
    expect(error).toMatchObject({ code, path: expect.stringContaining('.A') });
    expect(error.fix).not.toBe('');
  });

  it('looks inside Fn::Sub that was written by hand', () => {
    const t = withTopic();
    const text = (body: unknown) =>
      resource('Custom::Text', 'any', { ServiceToken: 'arn:aws:lambda:x', Text: { 'Fn::Sub': body } });
    t.add('Fine', text(['${Topic} ${Topic.TopicName} ${Own} ${!Literal} ${AWS::Region}', { Own: 'x' }]));
    t.toJson();
    t.add('Faulty', text('${Topic.Nam}'));
    expect(refusal(() => t.toJson())).toMatchObject({
      code: 'UnknownAttribute',
      path: 'Resources.Faulty.Properties.Text',
    });
  });

  it('names the resources of a cycle in order', () => {
    const t = template();
    const role = t.add('Role', Role({ AssumeRolePolicyDocument: { Statement: [] } }));
    const fn = t.add(
      'Function',
      LambdaFunction({
        Code: { S3Bucket: 'b', S3Key: 'k' },
        Role: role.Arn,
        Environment: { Variables: { TOPIC: later.ref('Topic') } },
      }),
    );
    t.add('Topic', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
    const error = refusal(() => t.toJson());
    expect(error).toMatchObject({ code: 'DependencyCycle', cycle: ['Function', 'Topic'] });
    expect(error.message).toContain('Function → Topic → Function');
  });

  it('finds a resource that waits for itself, and cycles through DependsOn', () => {
    const alone = template();
    alone.add('Self', Topic(), { DependsOn: 'Self' });
    expect(refusal(() => alone.toJson()).cycle).toEqual(['Self']);
    const two = template();
    two.add('One', Topic({ DisplayName: later.ref('Two') }));
    two.add('Two', Topic(), { DependsOn: 'One' });
    expect(refusal(() => two.toJson()).cycle).toEqual(['One', 'Two']);
  });

  it('counts resources, parameters, outputs and bytes', () => {
    const t = template();
    expect(refusal(() => t.toJson()).code).toBe('NoResources');
    for (let index = 0; index < 500; index += 1) t.add(`T${index}`, Topic());
    for (let index = 0; index < 200; index += 1) t.parameter(`P${index}`, { Type: 'String' });
    for (let index = 0; index < 200; index += 1) t.output(`O${index}`, 'x');
    t.toJson();
    t.output('O200', 'x');
    expect(refusal(() => t.toJson())).toMatchObject({ code: 'LimitExceeded', path: 'Outputs' });
    t.parameter('P200', { Type: 'String' });
    expect(refusal(() => t.toJson())).toMatchObject({ code: 'LimitExceeded', path: 'Parameters' });
    t.add('T500', Topic());
    expect(refusal(() => t.toJson())).toMatchObject({ code: 'LimitExceeded', path: 'Resources' });

    const large = template('ä'.repeat(512));
    large.add('Topic', Topic());
    large.metadata('Much', 'x'.repeat(999_000 - 1_100));
    large.toJson();
    large.output('Much', 'x'.repeat(2_000));
    expect(refusal(() => large.toJson())).toMatchObject({ code: 'LimitExceeded', path: 'Template' });
    const wordy = template('ä'.repeat(513));
    wordy.add('Topic', Topic());
    expect(refusal(() => wordy.toJson())).toMatchObject({ code: 'LimitExceeded', path: 'Description' });
  });

  it.each([
    ['InlineCodeHandler', { Handler: 'main.handler', Runtime: 'nodejs22.x' }],
    ['InlineCodeHandler', { Runtime: 'nodejs22.x' }],
    ['InlineCodeRuntime', { Handler: 'index.handler', Runtime: 'ruby3.4' }],
    ['InlineCodeRuntime', { Handler: 'index.handler' }],
  ] as const)('refuses inline code that cannot run: %s %j', (code, rest) => {
    const t = template();
    t.add(
      'Function',
      LambdaFunction({ Code: { ZipFile: 'x' }, Role: 'arn:aws:iam::111122223333:role/r', ...rest }),
    );
    expect(refusal(() => t.toJson())).toMatchObject({ code, logicalId: 'Function' });
  });

  it('takes inline code whose handler and runtime are known only later', () => {
    const t = template();
    const runtime = t.parameter('Runtime', { Type: 'String' });
    const Role = 'arn:aws:iam::111122223333:role/r';
    t.add(
      'Function',
      LambdaFunction({ Code: { ZipFile: 'x' }, Role, Handler: runtime.ref, Runtime: runtime.ref }),
    );
    expect(t.toJson().Resources['Function']?.Type).toBe('AWS::Lambda::Function');
  });
});
