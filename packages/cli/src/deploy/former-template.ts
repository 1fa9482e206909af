import type { ReadyChangeSet } from './change-set.ts';
import type { CloudFormationCalls } from './cloud.ts';
import type { DeployableTemplate } from './template.ts';

/** The stack's template before the change set, where values are missing that it may have. */
export async function formerTemplate(
  calls: CloudFormationCalls,
  { changes, stackId }: ReadyChangeSet,
): Promise<DeployableTemplate | undefined> {
  const complete = changes.every(
    ({ ResourceChange: change }) => change?.Action === 'Add' || change?.BeforeContext !== undefined,
  );
  if (complete) return undefined;
  const text = await calls.templateOf(stackId);
  if (text === undefined) return undefined;
  const { parseTemplate } = await import('@wayleave/cloudformation');
  try {
    return parseTemplate(text).toJson({ validate: false }) as unknown as DeployableTemplate;
  } catch {
    // A template that CloudFormation reads and this does not: its values are not shown.
    return undefined;
  }
}
