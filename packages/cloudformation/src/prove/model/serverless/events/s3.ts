import { isUnread, type Unread } from '../../json.ts';
import { members, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { addPermission, type FunctionEvent } from './function-event.ts';

/** `S3`: notifications of a bucket of the template, and the permission that has to be there before them. */
export function expandS3(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { Bucket: written, Events: events } = event.properties;
  const id = isUnread(written) ? written['Ref'] : undefined;
  const bucket = typeof id === 'string' ? scope.resource(id) : undefined;
  if (typeof id !== 'string' || bucket?.['Type'] !== 'AWS::S3::Bucket')
    return 'its Bucket is no Ref to a bucket of the template';
  const names: readonly unknown[] = Array.isArray(events) ? events : [events];
  if (!names.every((name) => typeof name === 'string')) return 'its Events are no names of events';
  const properties = members(bucket['Properties']);
  const notifications = members(properties['NotificationConfiguration']);
  const before = notifications['LambdaConfigurations'] ?? [];
  if (!Array.isArray(before)) return 'the LambdaConfigurations of its bucket are no list';
  const condition = event.carried['Condition'];
  const added = names.map((name): unknown => {
    const one = { Function: event.target, Event: name, ...picked(event.properties, 'Filter') };
    return condition === undefined ? one : { 'Fn::If': [condition, one, { Ref: 'AWS::NoValue' }] };
  });
  const permission = addPermission(scope, event, 's3.amazonaws.com', {
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
  for (const index of added.keys()) {
    const at = ['Properties', 'NotificationConfiguration', 'LambdaConfigurations', before.length + index];
    scope.place([id, ...at], event.from);
  }
  scope.change(
    id,
    ordered(
      {
        ...bucket,
        Properties: {
          ...properties,
          NotificationConfiguration: { ...notifications, LambdaConfigurations: [...before, ...added] },
        },
      },
      permission,
      condition,
    ),
  );
  return undefined;
}

/** What may not be there cannot be waited for by its name: a tag that refers to it does the same. */
function ordered(bucket: Unread, permission: string, condition: unknown): Unread {
  if (condition === undefined) {
    const before: readonly unknown[] = [bucket['DependsOn'] ?? []].flat();
    return { ...bucket, DependsOn: [...before, permission] };
  }
  const properties = members(bucket['Properties']);
  const tags: unknown = properties['Tags'] ?? [];
  const tag = {
    Key: `sam:ConditionalDependsOn:${permission}`,
    Value: { 'Fn::If': [condition, { Ref: permission }, 'no dependency'] },
  };
  return { ...bucket, Properties: { ...properties, Tags: [...(Array.isArray(tags) ? tags : []), tag] } };
}
