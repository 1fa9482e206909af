import { isObject, type Json, list, parsed, text } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';

/** What a state of a workflow calls. */
export interface StateTask {
  readonly state: string;
  /** `lambda:InvokeFunction`. */
  readonly action: string;
  /** What it names: an ARN, a queue's URL, a table's name. */
  readonly target: string;
}

/** The optimised integrations: their action, and the argument that names the target. */
const INTEGRATIONS: ReadonlyMap<string, readonly [action: string, argument: string]> = new Map([
  ['lambda:invoke', ['lambda:InvokeFunction', 'FunctionName']],
  ['sns:publish', ['sns:Publish', 'TopicArn']],
  ['sqs:sendMessage', ['sqs:SendMessage', 'QueueUrl']],
  ['states:startExecution', ['states:StartExecution', 'StateMachineArn']],
  ['dynamodb:getItem', ['dynamodb:GetItem', 'TableName']],
  ['dynamodb:putItem', ['dynamodb:PutItem', 'TableName']],
  ['dynamodb:updateItem', ['dynamodb:UpdateItem', 'TableName']],
  ['dynamodb:deleteItem', ['dynamodb:DeleteItem', 'TableName']],
]);

/** What is deeper is no workflow. */
const DEEPEST = 50;

/**
 * The calls of a workflow's tasks, as far as they are integrations that are known here; undefined where its definition
 * is not in the template, or is no JSON. What a state computes for itself (a path, a JSONata expression) is left out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export function stateTasks(machine: WorldResource, { tokens }: World): readonly StateTask[] | undefined {
  const { properties } = machine;
  const written = properties['Definition'] ?? properties['DefinitionString'];
  const definition = parsed(typeof written === 'string' ? substituted(written, properties) : written);
  if (!isObject(definition) || !isObject(definition['States'])) return undefined;
  const found: StateTask[] = [];
  const walk = (workflow: Json | undefined, depth: number): void => {
    const states = isObject(workflow) ? workflow['States'] : undefined;
    if (!isObject(states) || depth > DEEPEST) return;
    for (const [name, state] of Object.entries(states)) {
      if (!isObject(state)) continue;
      for (const branch of list(state['Branches'])) walk(branch, depth + 1);
      walk(state['ItemProcessor'] ?? state['Iterator'], depth + 1);
      const task = state['Type'] === 'Task' ? taskOf(name, state) : undefined;
      // Of a target that is a whole unknown nothing can be asked but what it is.
      if (
        task !== undefined &&
        (task.target.startsWith('arn:') || tokens.whole(task.target)?.kind !== 'given')
      )
        found.push(task);
    }
  };
  walk(definition, 0);
  return found;
}

function taskOf(state: string, task: { readonly [key: string]: Json }): StateTask | undefined {
  const resource = text(task['Resource']) ?? '';
  if (resource.split(':')[2] === 'lambda')
    return { state, action: 'lambda:InvokeFunction', target: resource };
  const [, integration = ''] = resource.split(':states:::');
  const [action, argument] = INTEGRATIONS.get(integration.replace(/\..*$/, '')) ?? [];
  if (action === undefined || argument === undefined) return undefined;
  const settings = task['Parameters'] ?? task['Arguments'];
  const target = isObject(settings) ? text(settings[argument]) : undefined;
  return target === undefined || target.startsWith('{%') ? undefined : { state, action, target };
}

function substituted(definition: string, properties: WorldResource['properties']): string {
  const values = properties['DefinitionSubstitutions'];
  if (!isObject(values)) return definition;
  return Object.entries(values).reduce(
    (all, [name, value]) => (typeof value === 'object' ? all : all.replaceAll(`\${${name}}`, String(value))),
    definition,
  );
}
