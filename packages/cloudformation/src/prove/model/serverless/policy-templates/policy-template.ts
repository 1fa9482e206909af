import type { Unread } from '../../json.ts';
import { isUnread } from '../../json.ts';
import type { StatementFact } from './facts.ts';
import { OF_CONTENT } from './of-content.ts';
import { OF_OPERATIONS } from './of-operations.ts';
import { OF_WIRING } from './of-wiring.ts';

let known: ReadonlyMap<string, readonly StatementFact[]> | undefined;

/** Whether a policy is a call of a policy template: an object with its name alone. */
export function isPolicyTemplate(policy: unknown): policy is Unread {
  if (!isUnread(policy)) return false;
  const [name, ...more] = Object.keys(policy);
  return name !== undefined && more.length === 0 && templates().has(name);
}

/**
 * The policy document that a policy template makes; undefined where the transform refuses it, for want of a parameter.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
 */
export function policyTemplateDocument(policy: Unread): Unread | undefined {
  const [[name, given] = ['', undefined]] = Object.entries(policy);
  const facts = templates().get(name);
  if (facts === undefined || !isUnread(given)) return undefined;
  const isComplete = parametersOf(facts).every((parameter) => Object.hasOwn(given, parameter));
  return isComplete ? { Statement: facts.map((fact) => statement(fact, given)) } : undefined;
}

function templates(): ReadonlyMap<string, readonly StatementFact[]> {
  known ??= new Map([...OF_WIRING, ...OF_CONTENT, ...OF_OPERATIONS]);
  return known;
}

const PARAMETER = /\{([A-Za-z0-9]+)\}/g;

function parametersOf(facts: readonly StatementFact[]): readonly string[] {
  const patterns = facts.flatMap(([, resources, condition]) => [resources, condition?.[1] ?? ''].flat());
  return patterns.flatMap((pattern) => [...pattern.matchAll(PARAMETER)].map(([, name = '']) => name));
}

function statement([actions, resources, condition]: StatementFact, given: Unread): Unread {
  const [service = '', names = ''] = actions.split(':');
  return {
    Effect: 'Allow',
    Action: names.split(' ').map((name) => `${service}:${name}`),
    Resource: [resources].flat().map((pattern) => arn(pattern, given)),
    ...(condition !== undefined && {
      Condition: { StringEquals: { [condition[0]]: arn(condition[1], given) } },
    }),
  };
}

/** `sqs::{QueueName}` with the queue's name put in. */
function arn(pattern: string, given: Unread): unknown {
  if (pattern === '*') return pattern;
  const variables: Record<string, unknown> = {};
  const text = pattern.replace(PARAMETER, (_, name: string) => {
    variables[name] = given[name];
    return `\${${name}}`;
  });
  const long = text
    .replace(/^([a-z0-9-]+):::/, (_, service: string) => `arn:\${AWS::Partition}:${service}:::`)
    .replace(
      /^([a-z0-9-]+)::(?!:)/,
      (_, service: string) => `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:`,
    );
  return { 'Fn::Sub': [long, variables] };
}
