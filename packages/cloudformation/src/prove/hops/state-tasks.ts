import { at, isObject, type Json, list, parsed, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';

/** What a state of a workflow calls. */
export interface StateTask {
  readonly state: string;
  /** `lambda:InvokeFunction`; undefined for an integration that has no rules here. */
  readonly action: string | undefined;
  /** What it names: an ARN, a queue's URL, a table's name; of an unknown integration, what that is called. */
  readonly target: string;
  /** Set where the workflow waits for another one to end. */
  readonly waits?: true;
}

/** The optimised integrations: their action, and the argument that names the target. */
const INTEGRATIONS: ReadonlyMap<string, readonly [action: string, argument: string]> = new Map([
  ['lambda:invoke', ['lambda:InvokeFunction', 'FunctionName']],
  ['sns:publish', ['sns:Publish', 'TopicArn']],
  ['sqs:sendMessage', ['sqs:SendMessage', 'QueueUrl']],
  ['states:startExecution', ['states:StartExecution', 'StateMachineArn']],
  ['events:putEvents', ['events:PutEvents', 'EventBusName']],
  ['dynamodb:getItem', ['dynamodb:GetItem', 'TableName']],
  ['dynamodb:putItem', ['dynamodb:PutItem', 'TableName']],
  ['dynamodb:updateItem', ['dynamodb:UpdateItem', 'TableName']],
  ['dynamodb:deleteItem', ['dynamodb:DeleteItem', 'TableName']],
]);

/** What is deeper is no workflow. */
const DEEPEST = 50;

/**
 * The calls of a workflow's tasks; undefined where its definition is not in the template, or is no JSON.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export function stateTasks(machine: WorldResource): readonly StateTask[] | undefined {
  const { properties } = machine;
  const written = properties['Definition'] ?? properties['DefinitionString'];
  // Of a text before it is read: what is put in may be more than a text.
  const definition = parsed(substituted(written, properties['DefinitionSubstitutions']));
  if (!isObject(definition) || !isObject(definition['States'])) return undefined;
  const found: StateTask[] = [];
  const walk = (workflow: Json | undefined, depth: number): void => {
    const states = isObject(workflow) ? workflow['States'] : undefined;
    if (!isObject(states) || depth > DEEPEST) return;
    for (const [name, state] of Object.entries(states)) {
      if (!isObject(state)) continue;
      for (const branch of list(state['Branches'])) walk(branch, depth + 1);
      walk(state['ItemProcessor'] ?? state['Iterator'], depth + 1);
      if (state['Type'] === 'Task') found.push(...tasksOf(name, state));
    }
  };
  walk(definition, 0);
  return found;
}

function tasksOf(state: string, task: { readonly [key: string]: Json }): readonly StateTask[] {
  const resource = text(task['Resource']) ?? '';
  const [, , service, , , kind] = resource.split(':');
  if (service === 'lambda' && isSettled(resource))
    return [{ state, action: 'lambda:InvokeFunction', target: resource }];
  // Workers ask for what an activity is given: the workflow calls nobody.
  if (kind === 'activity') return [];
  const [, integration = ''] = resource.split(':states:::');
  const [name = '', pattern] = integration.split('.');
  const [action, argument = ''] = INTEGRATIONS.get(name) ?? [];
  const settings = task['Parameters'] ?? task['Arguments'];
  const named =
    action === 'events:PutEvents'
      ? list(isObject(settings) ? settings['Entries'] : undefined).map(
          (entry) => at(entry, argument) ?? 'default',
        )
      : [isObject(settings) ? settings[argument] : undefined];
  const targets = named.map((each) => text(each));
  // What a state computes for itself (a path, a JSONata expression) is not known before it runs.
  const isKnown = targets.every((each) => each !== undefined && !each.startsWith('{%') && isSettled(each));
  if (action === undefined || !isKnown || targets.length === 0) {
    const target = name === '' ? `the resource of the state "${state}"` : name;
    return [{ state, action: undefined, target }];
  }
  return targets.flatMap((target) =>
    target === undefined
      ? []
      : [{ state, action, target, ...(pattern?.startsWith('sync') && { waits: true }) }],
  );
}

/** Whether nothing is to be put in any more. */
function isSettled(text: string): boolean {
  return !text.includes('${');
}

/** What is not known is not put in. */
function substituted(definition: Json | undefined, values: Json | undefined, depth = 0): Json | undefined {
  if (!isObject<{ readonly [key: string]: Json }>(values) || depth > DEEPEST * 2) return definition;
  if (typeof definition === 'string')
    return Object.entries(values).reduce(
      (all, [name, value]) =>
        typeof value === 'object' ? all : all.replaceAll(`\${${name}}`, () => String(value)),
      definition,
    );
  if (Array.isArray(definition))
    return definition.map((each: Json) => substituted(each, values, depth + 1) ?? null);
  if (!isObject<{ readonly [key: string]: Json }>(definition)) return definition;
  return Object.fromEntries(
    Object.entries(definition).map(([key, each]) => [key, substituted(each, values, depth + 1) ?? null]),
  );
}
