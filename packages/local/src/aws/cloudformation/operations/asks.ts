import type { Ask, Call, Kernel } from '../../service.ts';
import { findStack, type StackStore } from '../engine/stack.ts';

/** What requests may carry that IAM conditions can look at. */
export interface AskedInput {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly TemplateURL?: string;
  readonly RoleARN?: string;
}

/** The stack ARN of a request; a stack that is not there has `*` for its id. */
function stackArn(stacks: StackStore, kernel: Kernel, call: Call, nameOrId: string): string {
  const stack = findStack(stacks, nameOrId);
  if (stack !== undefined) return stack.id;
  if (nameOrId.startsWith('arn:')) return nameOrId;
  return `arn:${kernel.partition}:cloudformation:${call.region}:${call.accountId}:stack/${nameOrId}/*`;
}

/**
 * Asks about a stack, with the condition keys that the request gives.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export function askStack(
  stacks: StackStore,
  kernel: Kernel,
  call: Call,
  action: string,
  input: AskedInput,
): readonly Ask[] {
  const { StackName, ChangeSetName, TemplateURL, RoleARN } = input;
  const ask: Ask = {
    action: `cloudformation:${action}`,
    resource: StackName === undefined ? '*' : stackArn(stacks, kernel, call, StackName),
    context: {
      ...(ChangeSetName !== undefined && { 'cloudformation:ChangeSetName': ChangeSetName }),
      ...(TemplateURL !== undefined && { 'cloudformation:TemplateUrl': TemplateURL }),
      ...(RoleARN !== undefined && { 'cloudformation:RoleArn': RoleARN }),
    },
  };
  if (RoleARN === undefined) return [ask];
  const passed = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
  return [ask, { action: 'iam:PassRole', resource: RoleARN, context: passed }];
}
