import { isObject, text } from '../model/json.ts';
import type { HopKind } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { type Draft, outside, pathOf, type View } from './view.ts';

/** The events of serverless functions that name a resource, with the property that does. */
const EVENTS: ReadonlyMap<string, readonly [property: string, kind: HopKind]> = new Map([
  ['SNS', ['Topic', 'invoke']],
  ['SQS', ['Queue', 'receive']],
  ['S3', ['Bucket', 'invoke']],
]);

/** What a transform makes is not in the template: hops there are, but their policies are not. */
export function serverlessEvents(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::Serverless::Function').flatMap((fn) => {
    const events = fn.properties['Events'];
    return Object.entries(isObject(events) ? events : {}).flatMap(([name, event]) => {
      const [property, kind] = EVENTS.get(isObject(event) ? (text(event['Type']) ?? '') : '') ?? [];
      const properties = isObject(event) ? event['Properties'] : undefined;
      const value = property !== undefined && isObject(properties) ? text(properties[property]) : undefined;
      if (value === undefined || kind === undefined) return [];
      const source = world.resourceOf(value);
      const why = `the AWS::Serverless transform makes the wiring and the permission of ${fn.logicalId} when the stack is deployed`;
      return [
        draft(view, {
          kind,
          from: source === undefined ? outside(value, view) : world.place(source),
          to: world.place(fn),
          path: pathOf(fn, 'Events', name),
          wiredBy: fn,
          answers: [stated('lambda.amazonaws.com', 'lambda:InvokeFunction', fn.arn, 'unknown', why)],
          check: () =>
            `prove the processed template (sam build and sam validate do not make it; aws cloudformation get-template --template-stage Processed does)`,
        }),
      ];
    });
  });
}
