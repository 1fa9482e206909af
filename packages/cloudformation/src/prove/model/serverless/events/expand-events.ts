import { isUnread } from '../../json.ts';
import { API_EVENTS } from '../api-events.ts';
import { members } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { type ExpandFunctionEvent, type FunctionEvent, leaveEvent } from './function-event.ts';
import { expandAlexaSkill, expandCognito, expandIotRule, expandLogs } from './other-services.ts';
import { expandPull, isPulled } from './pull.ts';
import { expandEventRule, expandSchedule } from './rules.ts';
import { expandS3 } from './s3.ts';
import { expandScheduleV2 } from './schedule-v2.ts';
import { expandSns } from './sns.ts';

const PUSHED: ReadonlyMap<string, ExpandFunctionEvent> = new Map<string, ExpandFunctionEvent>([
  ['SNS', expandSns],
  ['S3', expandS3],
  ['Schedule', expandSchedule],
  ['ScheduleV2', (scope, event) => expandScheduleV2(scope, event)],
  ['CloudWatchEvent', expandEventRule],
  ['EventBridgeRule', expandEventRule],
  ['CloudWatchLogs', expandLogs],
  ['IoTRule', expandIotRule],
  ['AlexaSkill', expandAlexaSkill],
  ['Cognito', expandCognito],
]);

/** What the events of one function have in common. */
export type Called = Omit<FunctionEvent, 'name' | 'type' | 'properties'>;

/** Expands `Events` of a function. */
export function expandEvents(scope: ServerlessScope, events: unknown, called: Called): void {
  if (events === undefined || events === null) return;
  if (!isUnread(events)) {
    leaveEvent(scope, { ...called, name: '', type: '', properties: {} }, 'its Events are no map');
    return;
  }
  for (const [name, event] of Object.entries(events).toSorted(inOrder)) {
    const { Type: type, Properties: properties } = members(event);
    const one: FunctionEvent = {
      ...called,
      name,
      type: typeof type === 'string' ? type : '',
      properties: members(properties),
      from: [...called.from, name],
    };
    const why = expandEvent(scope, one, properties);
    if (why !== undefined) leaveEvent(scope, one, why);
  }
}

/** The transform goes by paths, and by names where there are none: of what is made under one name the last counts. */
function inOrder(one: readonly [string, unknown], other: readonly [string, unknown]): number {
  const [first, second] = [placeOf(one), placeOf(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function placeOf([name, event]: readonly [string, unknown]): string {
  const path = members(members(event)['Properties'])['Path'];
  return typeof path === 'string' ? path : name;
}

function expandEvent(scope: ServerlessScope, event: FunctionEvent, properties: unknown): string | undefined {
  const { name, type } = event;
  if (!/^[A-Za-z0-9]+$/.test(name)) return 'its name is not of letters and digits';
  if (properties !== undefined && !isUnread(properties)) return 'its Properties are no map';
  if (Object.keys(event.properties).some((key) => key.startsWith('Fn::')))
    return 'its Properties are made by a function';
  const inApi = API_EVENTS.get(type);
  if (inApi !== undefined) {
    inApi(scope, event);
    return undefined;
  }
  if (isPulled(type)) return expandPull(scope, event);
  const expand = PUSHED.get(type);
  return expand === undefined
    ? `events of the type ${type || 'that it has'} are not expanded`
    : expand(scope, event);
}
