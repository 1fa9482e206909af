/**
 * A difference that is to be, and why.
 *
 * @typedef {object} Allowed
 * @property {string} reason
 * @property {readonly string[]} rules of the oracle's, or ids of our findings
 * @property {readonly string[]} places resource types and properties, or kinds of faults
 */

/** What the oracle refuses and we do not: by rule and by place. @type {readonly Allowed[]} */
export const theirsAlone = [
  {
    reason:
      "a bound that the resource provider's published schema has not; AWS adds it in its enhanced schemas",
    rules: ['F3032', 'F3033', 'F3034'],
    places: [
      'AWS::CloudWatch::Alarm EvaluationPeriods',
      'AWS::Cognito::UserPool Policies.PasswordPolicy.MinimumLength',
      'AWS::Cognito::UserPool Schema',
      'AWS::Cognito::UserPool Schema.Name',
      'AWS::DynamoDB::Table AttributeDefinitions.AttributeName',
      'AWS::DynamoDB::Table GlobalSecondaryIndexes.KeySchema',
      'AWS::DynamoDB::Table KeySchema',
      'AWS::EC2::SecurityGroup SecurityGroupIngress.FromPort',
      'AWS::EC2::SecurityGroup SecurityGroupIngress.ToPort',
      'AWS::ElastiCache::ReplicationGroup ReplicasPerNodeGroup',
      'AWS::ElasticLoadBalancingV2::Listener Port',
      'AWS::IAM::Role Path',
      'AWS::IAM::User Groups',
      'AWS::Kinesis::Stream RetentionPeriodHours',
      'AWS::ApplicationAutoScaling::ScalingPolicy PolicyName',
    ],
  },
  {
    reason:
      "a pattern that the resource provider's published schema has not; AWS adds it in its enhanced schemas",
    rules: ['F3031'],
    places: [
      'AWS::ApplicationAutoScaling::ScalingPolicy PolicyName',
      'AWS::CertificateManager::Certificate Tags.Key',
      'AWS::Cognito::UserPool Schema.Name',
      'AWS::DLM::LifecyclePolicy Description',
      'AWS::DynamoDB::Table GlobalSecondaryIndexes.IndexName',
      'AWS::IAM::Group Path',
      'AWS::IAM::Role ManagedPolicyArns',
      'AWS::IAM::Role Path',
      'AWS::Logs::MetricFilter MetricTransformations.MetricValue',
    ],
  },
  {
    reason:
      'the specification and the published schema have it as JSON, an object or a text, of no known shape',
    rules: ['F3002', 'F3012'],
    places: [
      'AWS::Events::Rule EventPattern',
      'AWS::SNS::Subscription RedrivePolicy',
      'AWS::SQS::Queue RedrivePolicy',
      'AWS::SQS::Queue RedrivePolicy.deadLetterTargetArn',
      'AWS::SQS::Queue RedrivePolicy.maxReceiveCount',
    ],
  },
  {
    reason:
      'one property asks for another by its value: what a service means by it is not in the schema checks',
    rules: ['F3003'],
    places: ['AWS::DynamoDB::Table BillingMode'],
  },
  {
    reason: 'required in the enhanced schema alone; the published one leaves it open',
    rules: ['F3003'],
    places: ['AWS::CloudFormation::Stack TemplateURL'],
  },
  {
    reason: 'a list of engines that differs between Regions, which the published schema has not',
    rules: ['E9006'],
    places: ['AWS::RDS::DBInstance Engine'],
  },
];

/** What we refuse and the oracle takes without a word: by finding and by kind of fault. @type {readonly Allowed[]} */
export const oursAlone = [
  {
    reason: 'the function takes other arguments, as its page says; CloudFormation refuses the template',
    rules: ['MalformedFunction'],
    places: [
      'Cidr of one',
      'FindInMap of two',
      'GetAtt of one part',
      'ImportValue of a list',
      'Join of no list',
      'Join without a delimiter',
      'Ref that is no text',
      'Select beyond the end',
      'Select of one',
      'Split of a list',
      'Sub of three',
    ],
  },
  {
    reason: 'conditions and names of exports are decided before any resource exists, as their pages say',
    rules: ['ReferenceNotAllowed'],
    places: ['Equals of a resource', 'export named by a resource'],
  },
  {
    reason: 'condition functions are for the section Conditions and for Fn::If, as their page says',
    rules: ['FunctionNotAllowed'],
    places: ['condition function in a property'],
  },
  {
    reason: 'no function of that name is documented',
    rules: ['UnknownFunction'],
    places: ['unknown function'],
  },
  {
    reason: "the oracle follows no reference inside SAM's types, rules, and attributes beside macros",
    rules: ['UnknownReference'],
    places: ['Ref to nothing', 'deletion policy by an unknown parameter'],
  },
  {
    reason: "the oracle does not follow DependsOn of SAM's types",
    rules: ['DependencyCycle'],
    places: ['circle through oneself'],
  },
  {
    reason: "the oracle does not look at the deletion policy of SAM's types",
    rules: ['WrongType'],
    places: ['deletion policy that is a list'],
  },
  {
    reason: 'no service takes a tag with an empty key; not every schema says so',
    rules: ['LengthOutOfRange'],
    places: ['empty text'],
  },
  {
    reason: 'CloudFormation takes no null in a template',
    rules: ['NullValue'],
    places: ['null'],
  },
  {
    reason: 'the published schema has another type, and a text, a number or an object is not made into it',
    rules: ['WrongType'],
    places: [
      'list for a scalar',
      'list for an object',
      'list where a text is meant',
      'object for a list',
      'object for a scalar',
      'properties that are a list',
      'resource that is a text',
      'text for an object',
      'text where a list is meant',
    ],
  },
  {
    reason: 'the published schema or the API lists the words that it takes; the oracle has no list there',
    rules: ['ValueNotAllowed'],
    places: ['empty text', 'unknown deletion policy', 'word that is not in the list'],
  },
  {
    reason: 'a default is one text, with commas where it is of a list',
    rules: ['BadDefault'],
    places: ['default that is a list'],
  },
  {
    reason: 'a mapping has two levels of keys above its values',
    rules: ['UnknownMappingKey', 'WrongType'],
    places: ['mapping of four levels'],
  },
  {
    reason: 'an output without a Value exports and shows nothing; its page says that it is required',
    rules: ['MissingProperty'],
    places: ['output without a value'],
  },
  {
    reason: 'IAM and SQS limit the size of policies; the oracle does not count',
    rules: ['PolicyTooLarge'],
    places: ['far too many items', 'very long text'],
  },
  {
    reason:
      'the published pattern of a qualifier ends after 129 characters; the oracle does not try it on long texts',
    rules: ['PatternMismatch'],
    places: ['very long text'],
  },
];
