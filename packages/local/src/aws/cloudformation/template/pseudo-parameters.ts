import type { Value } from './functions.ts';

/** What the pseudo parameters stand for in one stack. */
export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly stackId: string;
  readonly stackName: string;
}

export const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameter(name: string, around: Surroundings): Value {
  switch (name) {
    case 'AWS::AccountId':
      return around.accountId;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::Partition':
      return around.partition;
    case 'AWS::Region':
      return around.region;
    case 'AWS::StackId':
      return around.stackId;
    case 'AWS::StackName':
      return around.stackName;
    case 'AWS::URLSuffix':
      return around.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    default:
      return undefined;
  }
}
