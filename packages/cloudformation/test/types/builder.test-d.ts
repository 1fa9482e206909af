/** What the compiler must refuse of the builder itself, and what it must not. Compiled, never run. */
import {
  type Arn,
  and,
  contains,
  eachMemberEquals,
  equals,
  findInMap,
  getAtt,
  getStackOutput,
  join,
  later,
  length,
  type Name,
  or,
  parseTemplate,
  Region,
  ref,
  refAll,
  resource,
  select,
  split,
  type Template,
  Template as Templates,
  toJsonString,
  transform,
  type Value,
} from '@wayleave/cloudformation';
import { Function as LambdaFunction } from '@wayleave/cloudformation/aws/lambda/function';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<Expected>(): <Given>(
  given: Given,
  ...same: Same<Given, Expected> extends true ? [] : ['another type', Given]
) => void;

export function yields(t: Template): void {
  const topic = t.add('Topic', Topic());
  const queue = t.add('Queue', Queue());
  const number = t.parameter('Number', { Type: 'Number', Default: 5, AllowedValues: [5, 6] });
  const text = t.parameter('Text', { Type: 'String', Default: 'a', NoEcho: true });
  const texts = t.parameter('Texts', { Type: 'CommaDelimitedList', Default: 'a,b' });
  const numbers = t.parameter('Numbers', { Type: 'List<Number>', AllowedValues: [1] });
  const vpc = t.parameter('Vpc', { Type: 'AWS::EC2::VPC::Id' });
  const subnets = t.parameter('Subnets', { Type: 'List<AWS::EC2::Subnet::Id>' });
  const latest = t.parameter('Image', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' });
  const list = t.parameter('List', { Type: 'AWS::SSM::Parameter::Value<List<String>>' });

  is<Value<Arn<'sns:topic'>>>()(topic.ref);
  is<Value<Arn<'sns:topic'>>>()(ref(topic));
  is<Value<Arn<'sns:topic'>>>()(getAtt(topic, 'TopicArn'));
  is<Value<string>>()(getAtt(queue, 'QueueName'));
  is<Value<number>>()(number.ref);
  is<Value<number>>()(ref(number));
  is<Value<string>>()(text.ref);
  is<Value<readonly string[]>>()(texts.ref);
  is<Value<readonly number[]>>()(numbers.ref);
  is<Value<string>>()(vpc.ref);
  is<Value<readonly string[]>>()(subnets.ref);
  is<Value<string>>()(latest.ref);
  is<Value<readonly string[]>>()(list.ref);
  is<Value<string>>()(select(0, ['a', 'b']));
  is<Value<string>>()(select(number.ref, split(',', 'a,b')));
  is<Value<number>>()(select(0, numbers.ref));
  is<Value<Arn<'sns:topic'> | string>>()(select(0, [topic.ref, 'arn:aws:sns:x']));
  is<Value<number>>()(length(subnets.ref));
  is<Value<string>>()(toJsonString({ deep: [{ arn: topic.ref }] }));
  is<Value<never>>()(transform('Macro'));
  is<Value<string>>()(getStackOutput({ StackName: 'a', OutputName: 'b', Region }));
  is<Value<string>>()(later.ref('Soon'));
  is<Value<string>>()(later.getAtt(topic, 'Whatever'));
  is<Value<string>>()(findInMap('M', 'a', 'b'));
  is<Value<string | number>>()(findInMap('M', 'a', 'b', { default: number.ref }));
  const mapping = t.mapping('Mapping', { a: { b: 1 } });
  is<Value<1>>()(mapping.find('a', Region));
  is<Value<1 | 0>>()(mapping.find('a', 'b', { default: 0 }));
  const custom = t.add('Custom', resource<{ Time: Name<'own:time'> }>('Custom::Clock', 'any'));
  is<Value<Name<'own:time'>>>()(getAtt(custom, 'Time'));

  // What a macro makes fits everywhere.
  LambdaFunction({ Code: transform('Code'), Role: transform('Role'), Timeout: transform('Timeout') });
  LambdaFunction({ Code: { ZipFile: 'x' }, Role: later.getAtt('Role', 'Arn'), MemorySize: length(['a']) });
}

export function loops(t: Template): void {
  const topics = t.forEach('Topics', ['Made', 'Failed'], (each) => {
    is<Value<string>>()(each.item);
    // @ts-expect-error the item is a value, the key goes into names
    each.add(each.item, Topic());
    return each.add(`Topic${each.key}`, Topic({ DisplayName: each.item }));
  });
  is<Value<Arn<'sns:topic'>>>()(topics.at('Made').TopicArn);
  // @ts-expect-error there is no such item
  topics.at('Other');
  const names = t.parameter('Names', { Type: 'CommaDelimitedList' });
  const each = t.forEach('Each', names.ref, (loop) => loop.add(loop.key, Topic()));
  is<Value<Arn<'sns:topic'>>>()(each.at('Any').ref);
  const count = t.parameter('Count', { Type: 'Number' });
  // @ts-expect-error a number is no list
  t.forEach('Bad', count.ref, () => undefined);
}

export function refused(t: Template): void {
  const topic = t.add('Topic', Topic());
  const fn = t.add(
    'Function',
    LambdaFunction({ Code: { ZipFile: 'x' }, Role: 'arn:aws:iam::111122223333:role/r' }),
  );

  // References by name, without saying that they are to something later.
  // @ts-expect-error a name where a handle is wanted
  getAtt('Nope', 'Foo');
  // @ts-expect-error a name where a handle is wanted
  ref('Nope');
  // @ts-expect-error it is Arn
  getAtt(fn, 'ARN');
  // @ts-expect-error what every handle has is no attribute
  getAtt(fn, 'logicalId');
  // @ts-expect-error a topic's ARN is no function's
  is<Value<Arn<'lambda:function'>>>()(getAtt(topic, 'TopicArn'));

  // Parameters.
  // @ts-expect-error VPC is written so
  t.parameter('A', { Type: 'AWS::EC2::Vpc::Id' });
  // @ts-expect-error a number's default is a number
  t.parameter('B', { Type: 'Number', Default: '5' });
  // @ts-expect-error a list's default is one text
  t.parameter('C', { Type: 'CommaDelimitedList', Default: ['a'] });
  // @ts-expect-error it is AllowedPattern
  t.parameter('D', { Type: 'String', Pattern: '.*' });

  // Attributes of resources.
  // @ts-expect-error no such policy
  t.add('E', Topic(), { DeletionPolicy: 'Keep' });
  // @ts-expect-error an old resource is not kept except on creation
  t.add('F', Topic(), { UpdateReplacePolicy: 'RetainExceptOnCreate' });
  // @ts-expect-error it is Count
  t.add('G', Topic(), { CreationPolicy: { ResourceSignal: { Number: 1 } } });
  // @ts-expect-error a list is no number
  t.add('H', Topic(), { UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatchSize: split(',', 'a') } } });

  // What functions take and yield.
  // @ts-expect-error the length of text is not known
  length('text');
  // @ts-expect-error text is JSON already
  toJsonString('text');
  // @ts-expect-error a length is no text
  Topic({ DisplayName: length(['a']) });
  // @ts-expect-error a queue is no role
  getStackOutput({ StackName: 'a', OutputName: 'b', RoleArn: t.add('Q', Queue()).Arn });
  // @ts-expect-error an index is a number
  select('0', ['a']);
  // @ts-expect-error a joined text is no index
  select(join('', ['0']), ['a']);

  // Rules and conditions.
  t.rule('Fine', { Assertions: [{ Assert: and(contains(['a'], 'b'), equals('a', 'b')) }] });
  // @ts-expect-error a rule's test is no condition
  t.condition('R', contains(['a'], 'b'));
  // @ts-expect-error nor when it is inside one
  t.condition('S', or(equals('a', 'b'), contains(['a'], 'b')));
  // @ts-expect-error a rule asserts something
  t.rule('T', { Assertions: [] });
  // @ts-expect-error a condition of the template is not known to rules
  t.rule('U', { Assertions: [{ Assert: and(t.condition('V', equals('a', 'b')), contains(['a'], 'b')) }] });
  // @ts-expect-error one value is no list
  eachMemberEquals('a', 'b');
  // @ts-expect-error a rule's test is no value
  t.output('W', contains(refAll('AWS::EC2::VPC::Id'), 'x'));

  // Templates that were read.
  const read = parseTemplate('Resources: {}');
  is<ReturnType<typeof parseTemplate>>()(Templates.parse('{"Resources": {}}'));
  t.output('X', read.handle('Topic', Topic).TopicArn);
  // @ts-expect-error a topic has no Arn
  t.output('Y', read.handle('Topic', Topic).Arn);
  // @ts-expect-error a template that was built has no text
  t.positionOf([]);
}
