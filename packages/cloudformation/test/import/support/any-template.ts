import fc from 'fast-check';

/** What `Fn::Sub` replaces. */
const placed = (name: string) => `$\{${name}}`;

const ids = ['Topic', 'Queue', 'VPC', 'fn', 'T', 'Template', 'Join', 'class', 'A1', '1st', 'Role'];
const id = fc.constantFrom(...ids);
const awkward = fc.constantFrom(
  '',
  '`',
  '\\',
  "it's",
  '"',
  '$' + '{',
  placed('!x'),
  `a\nb \`${placed('c')}\`\\n, which is long\n`,
  '\r\n',
  '\u2028',
  '__proto__',
  '*/',
);
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  awkward,
  fc.constant('Active'),
  fc.string({ minLength: 60, maxLength: 130 }),
);
/** What the reader refuses as a name. */
const key = text.filter((each) => each !== '__proto__' && each.length < 30);
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

/** Data with all functions in it, some of them in forms that do not exist. */
const { data } = fc.letrec<{ data: unknown; call: unknown; list: unknown[]; object: unknown }>((tie) => ({
  data: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie('call'), tie('list'), tie('object')),
  list: fc.array(tie('data'), { maxLength: 3 }),
  object: fc.dictionary(fc.oneof(key, fc.constantFrom('Key', 'Value', 'Statement')), tie('data'), {
    maxKeys: 3,
  }),
  call: fc.oneof(
    fc
      .oneof(id, fc.constantFrom('AWS::Region', 'AWS::NoValue', 'AWS::NotificationARNs', 'AWS::Else'))
      .map((name) => ({ Ref: name })),
    fc
      .tuple(id, fc.constantFrom('Arn', 'TopicArn', 'QueueName', 'No.Such'))
      .map((pair) => ({ 'Fn::GetAtt': pair })),
    fc
      .array(
        fc.oneof(
          text,
          fc.constantFrom(
            placed('AWS::Region'),
            placed('Topic'),
            placed('Queue.Arn'),
            placed('VPC.CidrBlockAssociations'),
            placed(' a '),
          ),
        ),
        { maxLength: 4 },
      )
      .map((parts) => ({ 'Fn::Sub': parts.join('') })),
    fc.tuple(text, tie('list')).map((pair) => ({ 'Fn::Join': pair })),
    fc
      .tuple(fc.constantFrom(0, '1'), fc.oneof(tie('list'), tie('call')))
      .map((pair) => ({ 'Fn::Select': pair })),
    fc.tuple(text, tie('data')).map((pair) => ({ 'Fn::Split': pair })),
    fc
      .tuple(fc.constantFrom('Yes', 'No', 'Missing'), tie('data'), tie('data'))
      .map((parts) => ({ 'Fn::If': parts })),
    fc
      .tuple(fc.constantFrom('Words', 'Mixed', 'Odd', 'Missing'), text, tie('data'))
      .map((parts) => ({ 'Fn::FindInMap': parts })),
    fc
      .tuple(
        fc.constantFrom(
          'Fn::Base64',
          'Fn::ImportValue',
          'Fn::GetAZs',
          'Fn::Length',
          'Fn::ToJsonString',
          'Fn::Sub',
          'Fn::Cidr',
          'Fn::Transform',
          'Fn::GetStackOutput',
          'Fn::Not',
        ),
        tie('data'),
      )
      .map(([name, argument]) => ({ [name]: argument })),
  ),
}));

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

function properties(...names: readonly string[]): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(names.map((name) => [name, data])), { requiredKeys: [] });
}

const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny', 'Maybe'),
    Action: fc.oneof(fc.constantFrom(['sns:Publish'], 'sqs:*', [], ['S3:getobject']), data),
    Resource: data,
    Principal: fc.oneof(
      fc.constantFrom('*', { Service: 'sns.amazonaws.com' }, { AWS: [{ 'Fn::GetAtt': ['Role', 'Arn'] }] }),
      data,
    ),
    Condition: fc.oneof(
      fc.constantFrom(
        { ArnLike: { 'aws:SourceArn': { Ref: 'Topic' } } },
        { Bool: { 'aws:SecureTransport': 'false' } },
        { StringEquals: { 'AWS:SourceAccount': 1 } },
      ),
      data,
    ),
    Sid: text,
  },
  { requiredKeys: ['Effect'] },
);
const policy = fc.record(
  {
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
    Statement: fc.oneof(fc.array(statement, { maxLength: 2 }), statement, data),
  },
  { requiredKeys: ['Version'] },
);

const body = fc.oneof(
  fc.record({
    Type: fc.constant('AWS::SNS::Topic'),
    Properties: maybe(
      properties(
        'DisplayName',
        'FifoTopic',
        'Subscription',
        'Tags',
        'TracingConfig',
        'KmsMasterKeyId',
        'Unknown',
      ),
    ),
  }),
  fc.record({
    Type: fc.constant('AWS::SQS::Queue'),
    Properties: maybe(properties('DelaySeconds', 'RedrivePolicy', 'QueueName')),
  }),
  fc.record({
    Type: fc.constant('AWS::Lambda::Function'),
    Properties: maybe(properties('Code', 'Role', 'Timeout', 'Environment', 'Layers', 'Runtime')),
  }),
  fc.record({
    Type: fc.constant('AWS::SNS::TopicPolicy'),
    Properties: fc.record({ Topics: data, PolicyDocument: policy }),
  }),
  fc.record({
    Type: fc.constantFrom('Custom::Any', 'AWS::Serverless::Function', 'AWS::EC2::VPC'),
    Properties: maybe(fc.dictionary(key, data, { maxKeys: 3 })),
  }),
);
const attributes = fc.record(
  {
    DependsOn: fc.oneof(id, fc.array(id, { maxLength: 2 })),
    Condition: fc.constantFrom('Yes', 'Missing'),
    DeletionPolicy: fc.constantFrom('Retain', 'Snapshot', 'Keep'),
    Metadata: data,
    CreationPolicy: data,
    UpdatePolicy: fc.record({ AutoScalingRollingUpdate: properties('MaxBatchSize', 'PauseTime') }),
    IgnoreGlobals: text,
    Version: text,
  },
  { requiredKeys: [] },
);
const resource = fc.tuple(body, attributes).map(([own, more]) => ({ ...own, ...more }));

/** A template in which much is wrong, though it is JSON. */
export const anyTemplate = fc.record(
  {
    AWSTemplateFormatVersion: fc.constant('2010-09-09'),
    Description: fc.oneof(text, data),
    Metadata: data,
    Transform: fc.oneof(
      fc.constantFrom('AWS::LanguageExtensions', ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions']),
      data,
    ),
    Globals: data,
    Parameters: fc.dictionary(
      fc.oneof(id, fc.constant('Stage')),
      fc.record(
        {
          Type: fc.constantFrom(
            'String',
            'Number',
            'List<Number>',
            'CommaDelimitedList',
            'AWS::SSM::Parameter::Value<List<String>>',
            'Odd',
          ),
          Default: scalar,
          NoEcho: scalar,
          AllowedValues: data,
        },
        { requiredKeys: ['Type'] },
      ),
      { maxKeys: 3 },
    ),
    Mappings: fc.record(
      {
        Words: fc.constant({ a: { b: 'c', d: 'e' } }),
        Mixed: fc.constant({ a: { b: 1, c: ['x'] } }),
        Odd: data,
      },
      { requiredKeys: [] },
    ),
    Conditions: fc.record(
      {
        Yes: fc.oneof(fc.constant({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'a'] }), data),
        No: fc.oneof(fc.constant({ 'Fn::Not': [{ Condition: 'Yes' }] }), data),
      },
      { requiredKeys: [] },
    ),
    Rules: fc.record(
      {
        Rule: fc.oneof(
          fc.constant({ Assertions: [{ Assert: { 'Fn::Contains': [['a'], { Ref: 'Stage' }] } }] }),
          data,
        ),
      },
      { requiredKeys: [] },
    ),
    Resources: fc.dictionary(id, resource, { minKeys: 1, maxKeys: 4 }),
    Outputs: fc.dictionary(
      id,
      fc.record(
        { Value: data, Description: data, Export: data, Condition: fc.constantFrom('Yes', 'No') },
        { requiredKeys: ['Value'] },
      ),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: ['Resources'] },
);
