import { formatError, validationError } from '../template/errors.ts';
import { evaluate } from '../template/functions.ts';
import { scalarText } from '../template/json.ts';
import type { Deployment } from './deploy-resource.ts';
import { made, refuseDynamicReferences, scopeOf } from './desired.ts';
import { exportsOf, importersOf, type StackOutput } from './stack.ts';

/** Evaluates the outputs and checks the exports against other stacks; fails with ValidationError. */
export function evaluateOutputs(deployment: Deployment): readonly StackOutput[] {
  const { engine, stack, target, imports } = deployment;
  const scope = scopeOf(engine, stack, target, made(stack.resources), {
    imported: (name) => imports.add(name),
  });
  const outputs: StackOutput[] = [];
  for (const [key, declaration] of target.template.outputs) {
    if (declaration.condition !== undefined && !scope.condition(declaration.condition)) continue;
    const evaluated = evaluate(declaration.value, scope);
    refuseDynamicReferences(evaluated);
    const value = scalarText(evaluated);
    if (value === undefined) {
      throw formatError('The Value field of every Outputs member must evaluate to a String.');
    }
    const exported =
      declaration.exportName === undefined ? undefined : evaluate(declaration.exportName, scope);
    if (exported !== undefined && typeof exported !== 'string') {
      throw formatError(
        `Output ${key} is malformed. The Name field of every Export member must evaluate to a String.`,
      );
    }
    outputs.push({
      key,
      value,
      ...(declaration.description !== undefined && { description: declaration.description }),
      ...(exported !== undefined && { exportName: exported }),
    });
  }
  checkExports(deployment, outputs);
  return outputs;
}

function checkExports({ engine, stack }: Deployment, outputs: readonly StackOutput[]): void {
  const exports = exportsOf(engine.stacks);
  const after = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
  );
  for (const name of after.keys()) {
    const owner = exports.get(name)?.stack;
    if (owner !== undefined && owner !== stack) {
      throw validationError(`Export with name ${name} is already exported by stack ${owner.name}.`);
    }
  }
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined || after.get(exportName) === value) continue;
    const [importer] = importersOf(engine.stacks, exportName);
    if (importer === undefined) continue;
    const verb = after.has(exportName) ? 'updated' : 'deleted';
    throw validationError(`Export ${exportName} cannot be ${verb} as it is in use by ${importer.name}`);
  }
}
