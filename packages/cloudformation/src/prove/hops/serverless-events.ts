import { at, isObject, type Json, text } from '../model/json.ts';
import type { LeftOut } from '../model/serverless/scope.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind, Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { type Draft, outside, pathOf, type View } from './view.ts';

/** The events that name a resource, with the property that does. */
const EVENTS: ReadonlyMap<string, readonly [property: string, kind: HopKind]> = new Map([
  ['SNS', ['Topic', 'invoke']],
  ['SQS', ['Queue', 'receive']],
  ['S3', ['Bucket', 'invoke']],
  ['Kinesis', ['Stream', 'receive']],
  ['DynamoDB', ['Stream', 'receive']],
  ['MSK', ['Stream', 'receive']],
  ['MQ', ['Broker', 'receive']],
  ['DocumentDB', ['Cluster', 'receive']],
  ['Cognito', ['UserPool', 'invoke']],
  ['Api', ['RestApiId', 'invoke']],
  ['HttpApi', ['ApiId', 'invoke']],
]);

const TYPES = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];
const CHECK =
  'prove the processed template (sam build and sam validate do not make it; aws cloudformation get-template --template-stage Processed does)';

/** Of a resource that the transform was not run on hops there are, but their roles and policies are not to be seen. */
export function serverlessEvents(view: View): readonly Draft[] {
  return TYPES.flatMap((type) => view.world.ofType(type)).flatMap((resource) => {
    const events = resource.properties['Events'];
    const why = view.world.left?.find(({ logicalId }) => logicalId === resource.logicalId)?.why;
    return [
      ...(resource.properties['Role'] === undefined ? [madeRole(view, resource)] : []),
      ...Object.entries(isObject(events) ? events : {}).flatMap(([name, event]) =>
        eventHop(view, resource, name, event, why),
      ),
    ];
  });
}

/** The events that the transform was not run on, of resources that it was run on. */
export function leftEvents(view: View, left: readonly LeftOut[]): readonly Draft[] {
  return left.flatMap(({ logicalId, from: [, , , section, name], why }) => {
    const resource = view.world.resources.get(logicalId);
    if (section !== 'Events' || resource === undefined || TYPES.includes(resource.type)) return [];
    const event = at(resource.properties, 'Events', String(name));
    return event === undefined ? [] : eventHop(view, resource, String(name), event, why);
  });
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html */
function madeRole(view: View, resource: WorldResource): Draft {
  const { logicalId } = resource;
  const service = resource.type === TYPES[0] ? 'lambda.amazonaws.com' : 'states.amazonaws.com';
  const why = `the AWS::Serverless transform makes the execution role of ${logicalId} and its policies when the stack is deployed`;
  return draft(view, {
    kind: 'assume',
    from: view.world.place(resource),
    to: { label: `${logicalId}Role`, type: 'AWS::IAM::Role' },
    path: resource.path,
    wiredBy: resource,
    answers: [stated(service, 'sts:AssumeRole', `${logicalId}Role`, 'unknown', why)],
    check: () => CHECK,
  });
}

function eventHop(
  view: View,
  resource: WorldResource,
  name: string,
  event: Json,
  left: string | undefined,
): readonly Draft[] {
  const type = isObject(event) ? text(event['Type']) : undefined;
  if (!isObject(event) || type === undefined) return [];
  const [property, kind = 'invoke'] = EVENTS.get(type) ?? [];
  const properties = event['Properties'];
  const value = property !== undefined && isObject(properties) ? text(properties[property]) : undefined;
  const source = view.world.resourceOf(value);
  const from: Place =
    source !== undefined
      ? view.world.place(source)
      : value !== undefined
        ? outside(value, view)
        : { label: `${type} ${name}`, type: 'outside' };
  const made = `the AWS::Serverless transform makes the wiring and the permission of ${resource.logicalId} when the stack is deployed`;
  const why = left === undefined ? made : `${made}, and here it is not: ${left}`;
  const action = resource.type.endsWith('Function') ? 'lambda:InvokeFunction' : 'states:StartExecution';
  return [
    draft(view, {
      kind,
      from,
      to: view.world.place(resource),
      path: pathOf(resource, 'Events', name),
      wiredBy: resource,
      answers: [stated(from.label, action, resource.arn, 'unknown', why)],
      check: () => CHECK,
    }),
  ];
}
