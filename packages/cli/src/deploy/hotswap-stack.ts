import type { StackChange } from './diff/change.ts';
import { hotswapPlan, swapCode } from './hotswap.ts';
import { duration } from './paint.ts';
import type { Delivered } from './prepare.ts';
import type { DeployResult } from './result.ts';
import { confirmed, type Run, result } from './run.ts';

/** Gives functions their new code beside the stack, where nothing else changes, and says what that means. */
export async function hotswap(
  context: Run,
  changes: readonly StackChange[],
  delivered: Delivered,
  found: Partial<DeployResult>,
): Promise<DeployResult> {
  const { shell, cloud, voice, options, interrupts } = context;
  const swaps = hotswapPlan(changes, delivered.template.json);
  voice.say(
    `${voice.paint('yellow', `--hotswap gives functions new code beside CloudFormation: stack ${options.stack} does not learn of it`)}\nand drift detection does not look at code. The next deployment without it brings both together.\n`,
  );
  if (
    !(await confirmed(context, `Give ${swaps.map(({ functionName }) => functionName).join(', ')} new code?`))
  ) {
    voice.say('Nothing was deployed.\n');
    return result(context, 'declined', found);
  }
  for (const swap of swaps) {
    const began = shell.clock.now();
    await swapCode({ functions: cloud.functions, clock: shell.clock, signal: interrupts.first }, swap);
    voice.say(`  ✓ ${swap.logicalId}  ${swap.functionName}  ${duration(shell.clock.now() - began)}\n`);
  }
  return result(context, 'hotswapped', found);
}
