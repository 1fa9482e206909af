import { text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind } from '../proof.ts';
import { asRole, assuming, type Need } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { functionTarget } from './names.ts';
import { type StateTask, stateTasks } from './state-tasks.ts';
import { type Draft, outside, pathOf, type ServiceCall, type View } from './view.ts';

const SERVICE = 'states.amazonaws.com';
const VERBS: Readonly<Record<string, HopKind>> = {
  'lambda:InvokeFunction': 'invoke',
  'states:StartExecution': 'invoke',
  'sns:Publish': 'publish',
  'sqs:SendMessage': 'deliver',
};

/**
 * A workflow calls what its tasks name, as its role. CDK's trust policies for it name its source and account.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 */
export function stateMachines(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => {
    const call: ServiceCall = { service: SERVICE, sourceArn: machine.arn, sourceAccount: world.account };
    const assumed = assuming(view, machine, 'RoleArn', call);
    const tasks = stateTasks(machine);
    if (tasks === undefined) return [...assumed, unread(view, machine)];
    const once = new Map(tasks.map((task) => [`${task.action} ${task.target} ${task.waits ?? ''}`, task]));
    return [...assumed, ...[...once.values()].map((task) => calling(view, machine, task, call))];
  });
}

function unread(view: View, machine: WorldResource): Draft {
  const { world } = view;
  const role = text(machine.properties['RoleArn']);
  const why = `the definition of ${machine.logicalId} is not in the template`;
  return draft(view, {
    kind: 'use',
    from: world.place(machine),
    to: { label: `what ${machine.logicalId} calls`, type: 'outside' },
    path: machine.path,
    wiredBy: machine,
    answers: [stated(SERVICE, 'lambda:InvokeFunction', '*', 'unknown', why)],
    check: () =>
      `${role === undefined ? 'its role' : world.show(role)} has to be allowed what the tasks of ${machine.logicalId} call`,
  });
}

/**
 * Waiting takes a rule of EventBridge, without which the workflow is not even made, and the other's executions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html
 * https://github.com/nasa/cumulus/pull/2693
 */
function waiting({ world }: View, machineArn: string): readonly Need[] {
  const rule = `arn:${world.partition}:events:${world.region}:${world.account}:rule/${RULE}`;
  const execution = world.tokens.make('execution', 'given', 'execution');
  const executions = `${machineArn.replace(':stateMachine:', ':execution:')}:${execution}`;
  const written = {
    json: { 'Fn::Sub': ruleSub },
    code: `sub\`${ruleSub.replaceAll('${AWS::', '${')}\``,
    shown: 'its rule',
  };
  return [
    ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({
      action,
      resource: rule,
      written,
    })),
    ...['states:DescribeExecution', 'states:StopExecution'].map(
      (action): Need => ({ action, resource: executions, isListed: true }),
    ),
  ];
}

const RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
const ruleSub = `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${RULE}`;

function unknownCall(view: View, machine: WorldResource, { state, target }: StateTask): Draft {
  const role = text(machine.properties['RoleArn']);
  const why = `what the state "${state}" needs for ${target} is not known here`;
  return draft(view, {
    kind: 'use',
    from: view.world.place(machine),
    to: { label: target, type: 'outside' },
    path: definitionPath(machine),
    wiredBy: machine,
    answers: [stated(SERVICE, 'sts:AssumeRole', '*', 'unknown', why)],
    check: () =>
      `${role === undefined ? 'its role' : view.world.show(role)} has to be allowed what the state "${state}" calls`,
  });
}

function definitionPath(machine: WorldResource): Draft['path'] {
  const { properties } = machine;
  return pathOf(machine, properties['Definition'] === undefined ? 'DefinitionString' : 'Definition');
}

function defaultBus({ world }: View): string {
  return `arn:${world.partition}:events:${world.region}:${world.account}:event-bus/default`;
}

function calling(view: View, machine: WorldResource, task: StateTask, call: ServiceCall): Draft {
  const { world, book } = view;
  const { action } = task;
  if (action === undefined) return unknownCall(view, machine, task);
  const fn = action === 'lambda:InvokeFunction' ? functionTarget(view, task.target) : undefined;
  const named =
    world.resourceOf(task.target) ??
    world.named('AWS::DynamoDB::Table', task.target) ??
    world.named('AWS::Events::EventBus', task.target);
  const resource = fn === undefined ? named : fn.named;
  const target = fn?.arn ?? named?.arn ?? (task.target === 'default' ? defaultBus(view) : task.target);
  const policies =
    fn !== undefined ? (fn.fn === undefined ? [] : fn.policies) : named ? book.ofResource(named) : [];
  const need: Need = { action, resource: target, policies };
  const to = fn?.place ?? (resource === undefined ? outside(target, view) : world.place(resource));
  const parts = {
    kind: VERBS[action] ?? ('use' as const),
    from: world.place(machine),
    to,
    path: definitionPath(machine),
    wiredBy: machine,
  };
  if (!target.startsWith('arn:')) {
    const why = `${to.label}, which the state "${task.state}" names, is not in the template`;
    return draft(view, { ...parts, answers: [stated(SERVICE, action, target, 'unknown', why)] });
  }
  const isPut = action === 'sns:Publish' || action === 'sqs:SendMessage';
  const message = isPut && resource !== undefined ? { target: resource } : undefined;
  return asRole(view, {
    ...parts,
    call,
    roleArn: text(machine.properties['RoleArn']),
    needs: [need, ...(task.waits && action === 'states:StartExecution' ? waiting(view, target) : [])],
    message,
  });
}
