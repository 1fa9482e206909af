import { isUnread } from '../json.ts';

const TRANSFORM = 'AWS::Serverless-2016-10-31';

/** Whether a template calls the transform, and has something for it to expand. */
export function isServerless(template: unknown): boolean {
  if (!isUnread(template) || !isUnread(template['Resources'])) return false;
  const { Transform: transform, 'Fn::Transform': call } = template;
  const called = [transform, call].flat().map((each: unknown) => (isUnread(each) ? each['Name'] : each));
  return called.includes(TRANSFORM) && Object.values(template['Resources']).some(isExpandable);
}

function isExpandable(resource: unknown): boolean {
  if (!isUnread(resource)) return false;
  const { Type: type, Connectors: connectors } = resource;
  return connectors !== undefined || (typeof type === 'string' && type.startsWith('AWS::Serverless::'));
}
