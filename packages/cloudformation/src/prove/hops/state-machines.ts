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
 * A workflow calls what its tasks name, as its role.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 */
export function stateMachines(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => {
    const call: ServiceCall = { service: SERVICE, sourceArn: machine.arn, sourceAccount: world.account };
    const assumed = assuming(view, machine, 'RoleArn', call);
    const tasks = stateTasks(machine, world);
    if (tasks === undefined) return [...assumed, unread(view, machine)];
    const once = new Map(tasks.map((task) => [`${task.action} ${task.target}`, task]));
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

function calling(view: View, machine: WorldResource, task: StateTask, call: ServiceCall): Draft {
  const { world, book } = view;
  const { action } = task;
  const fn = action === 'lambda:InvokeFunction' ? functionTarget(view, task.target) : undefined;
  const named = world.resourceOf(task.target) ?? world.named('AWS::DynamoDB::Table', task.target);
  const resource = fn === undefined ? named : fn.named;
  const target = fn?.arn ?? named?.arn ?? task.target;
  const policies =
    fn !== undefined ? (fn.fn === undefined ? [] : fn.policies) : named ? book.ofResource(named) : [];
  const need: Need = { action, resource: target, policies };
  const to = fn?.place ?? (resource === undefined ? outside(task.target, view) : world.place(resource));
  const parts = {
    kind: VERBS[action] ?? ('use' as const),
    from: world.place(machine),
    to,
    path: pathOf(machine, machine.properties['Definition'] === undefined ? 'DefinitionString' : 'Definition'),
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
    needs: [need],
    message,
  });
}
