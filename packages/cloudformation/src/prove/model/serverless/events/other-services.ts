import { isUnread } from '../../json.ts';
import { arnOf, made, ownArn } from '../carried.ts';
import { isGiven, members, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { addPermission, eventId, type FunctionEvent } from './function-event.ts';

/** `CloudWatchLogs`: a subscription filter of a log group. */
export function expandLogs(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { LogGroupName: group, FilterPattern: pattern } = event.properties;
  if (!isGiven(group) || pattern === undefined) return 'it has no LogGroupName or no FilterPattern';
  const rest = `log-group:\${LogGroupName}:*`;
  const permission = addPermission(scope, event, 'logs.amazonaws.com', {
    SourceArn: ownArn('logs', rest, { LogGroupName: group }),
  });
  const properties = { LogGroupName: group, FilterPattern: pattern, DestinationArn: event.target };
  scope.add(
    eventId(event),
    { ...made('AWS::Logs::SubscriptionFilter', properties, event.carried), DependsOn: [permission] },
    event.from,
  );
  return undefined;
}

/** `IoTRule`: a rule of the topics of IoT. */
export function expandIotRule(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const id = eventId(event);
  const { properties, carried, from, target } = event;
  if (!isGiven(properties['Sql'])) return 'it has no Sql';
  const rest = `rule/\${RuleName}`;
  addPermission(scope, event, 'iot.amazonaws.com', {
    SourceArn: ownArn('iot', rest, { RuleName: { Ref: id } }),
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
  const payload = {
    ...picked(properties, 'Sql', 'AwsIotSqlVersion'),
    RuleDisabled: false,
    Actions: [{ Lambda: { FunctionArn: target } }],
  };
  scope.add(id, made('AWS::IoT::TopicRule', { TopicRulePayload: payload }, carried), from);
  return undefined;
}

/** `AlexaSkill`: a permission, and nothing else. */
export function expandAlexaSkill(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const skill = event.properties['SkillId'];
  addPermission(
    scope,
    event,
    'alexa-appkit.amazon.com',
    skill === undefined ? {} : { EventSourceToken: skill },
  );
  return undefined;
}

/** `Cognito`: triggers of a user pool of the template. */
export function expandCognito(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { UserPool: written, Trigger: trigger } = event.properties;
  const id = isUnread(written) ? written['Ref'] : undefined;
  const pool = typeof id === 'string' ? scope.resource(id) : undefined;
  if (typeof id !== 'string' || pool?.['Type'] !== 'AWS::Cognito::UserPool')
    return 'its UserPool is no Ref to a user pool of the template';
  const names: readonly unknown[] = Array.isArray(trigger) ? trigger : [trigger];
  const properties = members(pool['Properties']);
  const config: Record<string, unknown> = { ...members(properties['LambdaConfig']) };
  for (const name of names) {
    if (typeof name !== 'string') return 'its Trigger is no name of a trigger';
    if (Object.hasOwn(config, name)) return `the trigger ${name} of its pool is there already`;
    config[name] = event.target;
    scope.place([id, 'Properties', 'LambdaConfig', name], event.from);
  }
  addPermission(
    scope,
    event,
    'cognito-idp.amazonaws.com',
    { SourceArn: arnOf(id) },
    `${event.calledId}Cognito`,
  );
  scope.change(id, { ...pool, Properties: { ...properties, LambdaConfig: config } });
  return undefined;
}
