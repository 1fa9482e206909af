import { at, isObject, list, text, texts } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { listed, type Need } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { callerOf, type Running, runningFunctions } from './execution-role.ts';
import { variable } from './fix-code.ts';
import { grantHolder } from './fixes.ts';
import { functionTarget } from './names.ts';
import { sending } from './role-sends.ts';
import { type PolledSource, polledSource, pollingNeeds, secretsOf, takenFrom } from './source-needs.ts';
import { askHolder, type Draft, outside, pathOf, type View } from './view.ts';
import { writtenArn } from './written.ts';

const LAMBDA = 'lambda.amazonaws.com';

/** Lambda polls queues, streams and brokers for functions, as their execution roles. */
export function eventSources(view: View): readonly Draft[] {
  const { world } = view;
  const mappings = world.ofType('AWS::Lambda::EventSourceMapping');
  const running = new Map(runningFunctions(view).map((each) => [each.fn.logicalId, each]));
  return mappings.flatMap((mapping) => {
    const target = functionTarget(view, text(mapping.properties['FunctionName']) ?? '');
    const runs = target.fn && running.get(target.fn.logicalId);
    const arn = text(mapping.properties['EventSourceArn']);
    const discarded = runs === undefined ? [] : discards(view, mapping, runs);
    if (arn === undefined) {
      const brokers = brokersOf(mapping);
      return brokers === undefined
        ? []
        : [selfManaged(view, { mapping, to: target.place, runs, brokers }), ...discarded];
    }
    const source = polledSource(world, arn);
    return [polling(view, { mapping, to: target.place, runs, source }), ...discarded];
  });
}

interface Mapping {
  readonly mapping: WorldResource;
  readonly to: Draft['to'];
  readonly runs: Running | undefined;
}

function polling(
  view: View,
  { mapping, to, runs, source }: Mapping & { readonly source: PolledSource },
): Draft {
  const { world } = view;
  const { arn, resource, kind } = source;
  const from = resource === undefined ? outside(arn, view) : world.place(resource);
  const parts = {
    kind: 'receive',
    from,
    to,
    path: pathOf(mapping, 'EventSourceArn'),
    wiredBy: mapping,
    arns: [arn],
  } as const;
  const secrets = secretsOf(mapping.properties);
  const entry = { hasSecret: secrets.length > 0, topics: texts(mapping.properties['Topics']) };
  const needs = [...pollingNeeds(source, entry), ...secrets];
  const action = needs[0]?.action ?? 'lambda:CreateEventSourceMapping';
  if (kind === 'sqs' && resource !== undefined && arn !== resource.arn) {
    const fault = `an event source mapping wants the ARN of ${resource.logicalId}, not its URL: write its Arn attribute`;
    return draft(view, { ...parts, answers: [stated(LAMBDA, action, arn, 'denied', fault)] });
  }
  if (kind === undefined) {
    const why = `${from.label} is no queue, stream, broker or cluster that is known here`;
    const check = () =>
      `the execution role of ${to.label} has to be allowed what polling ${from.label} takes`;
    return draft(view, { ...parts, answers: [stated(LAMBDA, action, arn, 'unknown', why)], check });
  }
  const role = runs?.role;
  if (runs === undefined || role === undefined) {
    const why = `the execution role of ${to.label} is not in the template`;
    const actions = needs.flatMap((need) => (need.isListed ? [] : [need.action])).join(', ');
    return draft(view, {
      ...parts,
      answers: [stated(LAMBDA, action, arn, 'unknown', why)],
      check: () => `${why}: it needs ${actions} on ${from.label}`,
    });
  }
  const who = callerOf(view, runs);
  return draft(view, {
    ...parts,
    ...byExecutionRole(view, runs, role, needs, resource),
    message: who && resource && { who, ...takenFrom(resource) },
  });
}

/** The answers to what a function's role needs, and what would mend those that are no. */
function byExecutionRole(
  view: View,
  { fn }: Running,
  role: WorldResource,
  needs: readonly Need[],
  resource: WorldResource | undefined,
) {
  const policies = resource === undefined ? [] : view.book.ofResource(resource);
  const context = { 'lambda:SourceFunctionArn': fn.arn };
  const asked = needs.map((need) => {
    const answered = askHolder(view, role, need.action, need.resource, policies, context);
    return { need, answered: need.isListed ? listed(answered, role) : answered };
  });
  return {
    answers: asked.map(({ answered }) => answered),
    fix: () => {
      // Half of them is of no use: a statement for all that is needed on the source reads better.
      const refused = asked.find(({ answered }) => answered.verdict.answer === 'denied')?.need.resource;
      const actions = needs.filter((need) => need.resource === refused).map(({ action }) => action);
      return grantHolder(
        view,
        role,
        actions,
        [refused === undefined ? undefined : streamArn(view, refused)],
        'receive',
      );
    },
  };
}

/** The ARN of a source as it is written: a stream by its table's attribute. */
function streamArn({ world }: View, arn: string) {
  const written = writtenArn(arn, world);
  const table = polledSource(world, arn).resource;
  if (written !== undefined || table === undefined) return written;
  return {
    json: { 'Fn::GetAtt': [table.logicalId, 'StreamArn'] },
    code: `${variable(table.logicalId)}.StreamArn`,
    shown: `the stream of ${table.logicalId}`,
  };
}

function brokersOf(mapping: WorldResource): string | undefined {
  const endpoints = at(mapping.properties, 'SelfManagedEventSource', 'Endpoints', 'KafkaBootstrapServers');
  return mapping.properties['SelfManagedEventSource'] === undefined
    ? undefined
    : (text(list(endpoints)[0]) ?? 'Kafka brokers');
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html */
function selfManaged(
  view: View,
  { mapping, to, runs, brokers }: Mapping & { readonly brokers: string },
): Draft {
  const from = outside(brokers, view);
  const why = `whether ${from.label} lets ${to.label} in, and whether it can be reached, is not in the template`;
  const open = stated(LAMBDA, 'kafka-cluster:Connect', brokers, 'unknown', why);
  const role = runs?.role;
  const needs = secretsOf(mapping.properties);
  const known =
    runs === undefined || role === undefined
      ? undefined
      : byExecutionRole(view, runs, role, needs, undefined);
  return draft(view, {
    kind: 'receive',
    from,
    to,
    path: pathOf(mapping, 'SelfManagedEventSource'),
    wiredBy: mapping,
    answers: [open, ...(known?.answers ?? [])],
    fix: known?.fix,
    check: () =>
      `${from.label} has to let ${to.label} in; in a VPC its execution role needs what network interfaces take, too`,
  });
}

/** What the mapping gives up on, where it has a destination for that. */
function discards(view: View, mapping: WorldResource, running: Running): readonly Draft[] {
  const onFailure = at(mapping.properties, 'DestinationConfig', 'OnFailure');
  const arn = isObject(onFailure) ? text(onFailure['Destination']) : undefined;
  if (arn === undefined) return [];
  const path = pathOf(mapping, 'DestinationConfig', 'OnFailure', 'Destination');
  return [sending(view, { kind: 'on-failure', running, targetArn: arn, path, wiredBy: mapping })];
}
