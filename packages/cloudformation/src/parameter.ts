/** The types of an AWS resource that a parameter can name. */
export type AwsParameterType =
  | 'AWS::EC2::AvailabilityZone::Name'
  | 'AWS::EC2::Image::Id'
  | 'AWS::EC2::Instance::Id'
  | 'AWS::EC2::KeyPair::KeyName'
  | 'AWS::EC2::SecurityGroup::GroupName'
  | 'AWS::EC2::SecurityGroup::Id'
  | 'AWS::EC2::Subnet::Id'
  | 'AWS::EC2::VPC::Id'
  | 'AWS::EC2::Volume::Id'
  | 'AWS::Route53::HostedZone::Id';

type SsmParameterValue =
  | 'String'
  | 'List<String>'
  | 'CommaDelimitedList'
  | AwsParameterType
  | `List<${AwsParameterType}>`;

/**
 * The types that a parameter can have.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
 */
export type ParameterType =
  | 'String'
  | 'Number'
  | 'CommaDelimitedList'
  | 'List<Number>'
  | AwsParameterType
  | `List<${AwsParameterType}>`
  | 'AWS::SSM::Parameter::Name'
  | `AWS::SSM::Parameter::Value<${SsmParameterValue}>`;

/** What a parameter's `Ref` yields, by its type. */
export type ParameterValue<T extends ParameterType> = T extends 'Number'
  ? number
  : T extends 'List<Number>'
    ? readonly number[]
    : T extends
          | 'CommaDelimitedList'
          | `List<${string}>`
          | `AWS::SSM::Parameter::Value<List<${string}>>`
          | 'AWS::SSM::Parameter::Value<CommaDelimitedList>'
      ? readonly string[]
      : string;

/**
 * A parameter as the template declares it. A list's default is one text with commas.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export interface ParameterOptions<T extends ParameterType = ParameterType> {
  readonly Type: T;
  readonly Default?: T extends 'Number' ? number : string;
  readonly AllowedValues?: readonly (T extends 'Number' | 'List<Number>' ? number : string)[];
  /** A regular expression that the whole value has to match. */
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly Description?: string;
  readonly MinLength?: number;
  readonly MaxLength?: number;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  /** Masks the value wherever CloudFormation shows it. Secrets still belong in Secrets Manager. */
  readonly NoEcho?: boolean;
}
