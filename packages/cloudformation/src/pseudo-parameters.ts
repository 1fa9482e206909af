import { value } from './data.ts';
import type { Value } from './types.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html

/** `AWS::AccountId`: the account that the stack is in, 12 digits. */
export const AccountId: Value<string> = value({ Ref: 'AWS::AccountId' });
/** `AWS::NotificationARNs`: the topics that hear of the stack's events, as a list. */
export const NotificationARNs: Value<readonly string[]> = value({ Ref: 'AWS::NotificationARNs' });
/** `AWS::NoValue`, in the place of a property or in `if_`: as if the property had not been written. */
export const NoValue: Value<never> = value({ Ref: 'AWS::NoValue' });
/** `AWS::Partition`: `aws`, `aws-cn`, `aws-us-gov`. */
export const Partition: Value<string> = value({ Ref: 'AWS::Partition' });
/** `AWS::Region`: the Region that the stack is in, `eu-west-1`. */
export const Region: Value<string> = value({ Ref: 'AWS::Region' });
/** `AWS::StackId`: the stack's ARN. */
export const StackId: Value<string> = value({ Ref: 'AWS::StackId' });
/** `AWS::StackName`: the stack's name. */
export const StackName: Value<string> = value({ Ref: 'AWS::StackName' });
/** `AWS::URLSuffix`: `amazonaws.com`, or `amazonaws.com.cn`. */
export const URLSuffix: Value<string> = value({ Ref: 'AWS::URLSuffix' });

/** The names that `Ref` knows without a declaration. */
export const pseudoParameters: ReadonlySet<string> = new Set(
  [
    'AccountId',
    'NotificationARNs',
    'NoValue',
    'Partition',
    'Region',
    'StackId',
    'StackName',
    'URLSuffix',
  ].map((name) => `AWS::${name}`),
);
