import { isObject, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { draft, stated } from './draft.ts';
import { type Draft, outside, pathOf, type View } from './view.ts';

/** What a nested stack holds is not proven without its template: that is said, with what to prove it with. */
export function nestedStacks(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::CloudFormation::Stack').map((stack) => {
    const url = text(stack.properties['TemplateURL']);
    const template = url === undefined ? `the template of ${stack.logicalId}` : world.show(url);
    const why = `the template of the nested stack ${stack.logicalId} is not given: what is in it is not proven`;
    return draft(view, {
      kind: 'use',
      from: world.place(stack),
      to: url === undefined ? { label: template, type: 'outside' } : outside(url, view),
      path: pathOf(stack, 'TemplateURL'),
      wiredBy: stack,
      answers: [
        stated('cloudformation.amazonaws.com', 'cloudformation:CreateStack', stack.arn, 'unknown', why),
      ],
      check: () =>
        `prove ${template}${passedTo(view, stack)}, or give it as the template of ${stack.logicalId}`,
    });
  });
}

function passedTo({ world }: View, { properties }: WorldResource): string {
  const passed = properties['Parameters'];
  const values = Object.entries(isObject(passed) ? passed : {}).flatMap(([name, value]) => {
    const given = text(value);
    return given === undefined ? [] : [`${name} = ${world.show(given)}`];
  });
  return values.length === 0 ? '' : ` with ${values.join(', ')}`;
}
