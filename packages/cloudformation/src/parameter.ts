/** The types that a parameter can have. */
export type ParameterType =
  | 'String'
  | 'Number'
  | 'CommaDelimitedList'
  | 'List<Number>'
  | `AWS::${string}`
  | `List<AWS::${string}>`;

/** What a parameter's `Ref` yields, by its type. */
export type ParameterValue<T extends ParameterType> = T extends 'Number'
  ? number
  : T extends
        | 'CommaDelimitedList'
        | `List<${string}>`
        | `AWS::SSM::Parameter::Value<List<${string}>>`
        | 'AWS::SSM::Parameter::Value<CommaDelimitedList>'
    ? readonly string[]
    : string;

/**
 * A parameter as the template declares it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export interface ParameterOptions<T extends ParameterType = ParameterType> {
  readonly Type: T;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
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
