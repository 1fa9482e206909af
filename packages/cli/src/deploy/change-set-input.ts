import type { CreateChangeSetCommandInput, Stack } from '@aws-sdk/client-cloudformation';
import { DeployError } from './error.ts';
import { requestParameters } from './parameters.ts';
import { allCapabilities, type Delivered, type Prepared } from './prepare.ts';
import type { Run } from './run.ts';
import type { StartingPoint } from './stack-state.ts';

/** The request for a change set. Throws {@link DeployError} `BadOption` or `BadParameters`. */
export function changeSetInput(
  { shell, options }: Run,
  prepared: Prepared,
  delivered: Delivered,
  { type }: StartingPoint,
  stack: Stack | undefined,
): CreateChangeSetCommandInput {
  if (type === 'UPDATE' && options.onFailure === 'delete') {
    const fix = 'Use --on-failure rollback or do-nothing.';
    throw new DeployError(
      'BadOption',
      `--on-failure delete is for new stacks, and ${options.stack} is there.`,
      fix,
    );
  }
  const before = type === 'UPDATE' ? (stack?.Parameters ?? []) : [];
  const previous = new Set(before.map(({ ParameterKey = '' }) => ParameterKey));
  const parameters = requestParameters(
    delivered.template.json.Parameters ?? {},
    prepared.parameters,
    previous,
  );
  const { names } = allCapabilities(delivered.template, options.capabilities);
  const tags = Object.entries(prepared.tags).map(([Key, Value]) => ({ Key, Value }));
  const onFailure = { rollback: 'ROLLBACK', delete: 'DELETE', 'do-nothing': 'DO_NOTHING' } as const;
  return {
    StackName: options.stack,
    ChangeSetName: `wayleave-${shell.token()}`,
    ChangeSetType: type,
    Description: 'wayleave deploy',
    Capabilities: names as ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND')[],
    Parameters: [...parameters],
    ...(tags.length > 0 && { Tags: tags }),
    ...(options.roleArn !== undefined && { RoleARN: options.roleArn }),
    ...(type === 'CREATE' && { OnStackFailure: onFailure[options.onFailure] }),
    ...delivered.request,
  };
}
