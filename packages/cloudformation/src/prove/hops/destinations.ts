import { at, text } from '../model/json.ts';
import { runningFunctions } from './execution-role.ts';
import { functionTarget } from './names.ts';
import { sending } from './role-sends.ts';
import { type Draft, pathOf, type View } from './view.ts';

/** Where Lambda puts what a function made of an asynchronous invocation, and what it could not handle. */
export function destinations(view: View): readonly Draft[] {
  const running = runningFunctions(view);
  const byId = new Map(running.map((each) => [each.fn.logicalId, each]));
  const deadLetters = running.flatMap((each) => {
    const arn = text(at(each.fn.properties, 'DeadLetterConfig', 'TargetArn'));
    if (arn === undefined) return [];
    const path = pathOf(each.fn, 'DeadLetterConfig', 'TargetArn');
    return [sending(view, { kind: 'on-failure', running: each, targetArn: arn, path, wiredBy: each.fn })];
  });
  const configured = view.world.ofType('AWS::Lambda::EventInvokeConfig').flatMap((config) => {
    const target = functionTarget(view, text(config.properties['FunctionName']) ?? '');
    const runs = target.fn && byId.get(target.fn.logicalId);
    if (runs === undefined) return [];
    return (
      [
        ['on-success', 'OnSuccess'],
        ['on-failure', 'OnFailure'],
      ] as const
    ).flatMap(([kind, key]) => {
      const arn = text(at(config.properties, 'DestinationConfig', key, 'Destination'));
      if (arn === undefined) return [];
      const path = pathOf(config, 'DestinationConfig', key, 'Destination');
      return [sending(view, { kind, running: runs, targetArn: arn, path, wiredBy: config })];
    });
  });
  return [...deadLetters, ...configured];
}
