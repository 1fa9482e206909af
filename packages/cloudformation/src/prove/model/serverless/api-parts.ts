// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { isUnread, type Unread } from '../json.ts';
import { made } from './carried.ts';
import { members } from './expressions.ts';
import type { ServerlessEvent, ServerlessScope } from './scope.ts';

/** The URI by which API Gateway invokes what has this ARN. */
export function invocationUri(target: unknown): Unread {
  const pattern =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Target}/invocations';
  return { 'Fn::Sub': [pattern, { Target: target }] };
}

/** A permission for API Gateway; `end` is what follows the API's id in the source ARN: `authorizers/*`. */
export function apiPermission(functionName: unknown, apiId: string, end: string, attributes: Unread): Unread {
  const pattern = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/';
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionName,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': [pattern + end, { Api: { Ref: apiId } }] },
  };
  return made('AWS::Lambda::Permission', properties, attributes);
}

/** The properties of a resource or an event; none where it has none. */
export function propertiesOf(resource: unknown): Unread {
  return members(members(resource)['Properties']);
}

/** Whether the properties of a resource are there to be read; leaves it as it is where they are not. */
export function isReadable(scope: ServerlessScope, logicalId: string, resource: Unread): boolean {
  if (!hasUnreadProperties(resource)) return true;
  scope.leave(logicalId, ['Resources', logicalId], 'its Properties are no map, or are made by a function');
  return false;
}

/** Whether properties are no map, or made by a function. */
export function hasUnreadProperties(resource: Unread): boolean {
  const { Properties: written } = resource;
  if (written === undefined) return false;
  return !isUnread(written) || Object.keys(written).some((key) => key.startsWith('Fn::'));
}

/** What a resource has beside its type and properties, for the resource that takes its place. */
export function attributesOf(resource: Unread): Unread {
  const { Type: _, Properties: __, IgnoreGlobals: ___, ...rest } = resource;
  return rest;
}

/** The id that an event gives its API: its name, or a reference to it; undefined for what is neither. */
export function apiIdOf(value: unknown): string | undefined {
  const named: unknown = isUnread(value) ? value['Ref'] : value;
  return typeof named === 'string' ? named : undefined;
}

/** Whether a property is set to true, as YAML has it or as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Puts what an event adds to an API under the condition of the API besides its own. */
export function underApi(api: Unread, { carried }: ServerlessEvent): (value: unknown) => unknown {
  const condition = api['Condition'];
  const isOwn = condition === undefined || condition === carried['Condition'];
  return (value) => (isOwn ? value : { 'Fn::If': [condition, value, { Ref: 'AWS::NoValue' }] });
}

/** Leaves an event: its hop stays unknown. */
export function leaveEvent(scope: ServerlessScope, event: ServerlessEvent, why: string): undefined {
  scope.leave(event.logicalId, event.from, `the event ${event.name} ${why}`);
  return undefined;
}

/** A logical id's part; of other characters than letters and digits the transform makes a hash. */
export function inName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '');
}

/** REST APIs take a slash at the end of a path away, and so do the transform's permissions. */
export function withoutSlash(path: string): string {
  return path.replace(/^(.+)\/$/, '$1');
}

/** `*` + `/GET/videos/*`: the stages, the method and the path that a permission is for. */
export function permitted(method: string, path: string): string {
  return `*/${method === 'any' ? '*' : method.toUpperCase()}${path}`;
}
