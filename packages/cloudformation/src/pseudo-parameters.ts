import { value } from './data.ts';
import type { Value } from './types.ts';

/** The account that the stack is in, 12 digits. */
export const AccountId: Value<string> = value({ Ref: 'AWS::AccountId' });
/** The topics that hear of the stack's events. */
export const NotificationARNs: Value<readonly string[]> = value({ Ref: 'AWS::NotificationARNs' });
/** In the place of a property or in `if_`: as if the property had not been written. */
export const NoValue: Value<never> = value({ Ref: 'AWS::NoValue' });
/** `aws`, `aws-cn`, `aws-us-gov`. */
export const Partition: Value<string> = value({ Ref: 'AWS::Partition' });
/** The Region that the stack is in: `eu-west-1`. */
export const Region: Value<string> = value({ Ref: 'AWS::Region' });
/** The stack's ARN. */
export const StackId: Value<string> = value({ Ref: 'AWS::StackId' });
/** The stack's name. */
export const StackName: Value<string> = value({ Ref: 'AWS::StackName' });
/** `amazonaws.com`, or `amazonaws.com.cn`. */
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
