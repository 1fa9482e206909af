// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import type { TemplatePath } from '../../../finding.ts';
import { isUnread, type Unread } from '../json.ts';
import { isReadable, propertiesOf } from './api-parts.ts';
import { carried, made } from './carried.ts';
import { type ConnectorEnd, connectorEnd } from './connector-ends.ts';
import { type ConnectorProfile, connectorProfile, type Grant } from './connector-profiles.ts';
import { members } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

const TYPE = 'AWS::Serverless::Connector';

/** Makes the connectors that stand in a resource connectors of their own. */
export function takeConnectorsOut(scope: ServerlessScope): void {
  for (const [logicalId, written] of Object.entries(members(scope.template['Resources']))) {
    const connectors = members(written)['Connectors'];
    const resource = scope.resource(logicalId);
    if (!isUnread(connectors) || resource === undefined) continue;
    for (const [name, connector] of Object.entries(connectors)) {
      const { SourceReference: more, ...properties } = propertiesOf(connector);
      const source = { ...members(more), Id: logicalId };
      const own = made(TYPE, { ...properties, Source: source }, carried(members(connector)));
      scope.add(`${logicalId}${name}`, own, ['Resources', logicalId, 'Connectors', name]);
    }
    const { Connectors: _, ...rest } = resource;
    scope.change(logicalId, rest);
  }
}

/**
 * A connector: the policy or the permission that lets its source at each of its destinations. One that is not known
 * here stays as it is, and whatever it may add to stays open.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
 */
export function expandConnector(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const { Source: source, Destination: destination, Permissions: asked } = propertiesOf(resource);
  const from = placeOf(scope, logicalId, source);
  const destinations: readonly unknown[] = Array.isArray(destination) ? destination : [destination];
  const all = destinations.map((each, index) => {
    const suffix = Array.isArray(destination) ? `Destination${index}` : '';
    return connected(
      logicalId,
      suffix,
      connectorEnd(scope, source, each),
      connectorEnd(scope, each, source),
      asked,
    );
  });
  const why = all.find((each) => typeof each === 'string');
  if (why !== undefined) {
    scope.leave(logicalId, from, why);
    return;
  }
  scope.remove(logicalId);
  for (const each of all) {
    if (typeof each === 'string') continue;
    for (const [id, properties, type] of each) scope.add(id, made(type, properties, carried(resource)), from);
  }
}

/** Where a connector is written: by itself, or in its source. */
function placeOf({ template }: ServerlessScope, logicalId: string, source: unknown): TemplatePath {
  const { Id: holder } = members(source);
  const isOwn = Object.hasOwn(members(template['Resources']), logicalId);
  return isOwn || typeof holder !== 'string'
    ? ['Resources', logicalId]
    : ['Resources', holder, 'Connectors', logicalId.slice(holder.length)];
}

type Made = readonly (readonly [logicalId: string, properties: Unread, type: string])[];

/** What lets the one at the other; a text is why it is not known. */
function connected(
  logicalId: string,
  suffix: string,
  source: ConnectorEnd | undefined,
  destination: ConnectorEnd | undefined,
  asked: unknown,
): Made | string {
  if (source === undefined || destination === undefined)
    return 'its source or its destination is not in the template';
  const profile = connectorProfile(source.type, destination.type);
  if (profile === undefined) return `what connects ${source.type} to ${destination.type} is not known here`;
  const given: readonly unknown[] = Array.isArray(asked) ? asked : [];
  const permissions = [...new Set(given.map((each) => (typeof each === 'string' ? each : '')))].sort();
  const { kind, read, write, only, service } = profile;
  const known = permissions.every((each) => (each === 'Read' && read) || (each === 'Write' && write));
  if (permissions.length === 0 || !known || (only && !only.includes(permissions.join())))
    return `its Permissions are not those that ${source.type} can have on ${destination.type}`;
  const grants = [
    ...(permissions.includes('Read') ? (read ?? []) : []),
    ...(permissions.includes('Write') ? (write ?? []) : []),
  ];
  const patterns = grants.flatMap(([, , ...resources]) => resources);
  const missing = patterns
    .flatMap((pattern) => [...pattern.matchAll(PLACE)])
    .find(([, end, key = '']) => {
      const { [key as Filled]: value } = end === 'Source' ? source : destination;
      return value === undefined;
    });
  if (missing !== undefined) return `${missing[0].replaceAll('%', '')} is not given`;
  const filled = fill(source, destination);
  const { Arn: arn, QueueUrl: url } = destination;
  if (kind === 'permission') {
    if (arn === undefined) return 'the ARN of its function is not given';
    const [, , sourceArn = ''] = grants[0] ?? ['', ''];
    const properties = {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: service,
      SourceArn: filled(sourceArn),
      SourceAccount: service === 's3.amazonaws.com' ? { Ref: 'AWS::AccountId' } : undefined,
    };
    return [[`${logicalId}WriteLambdaPermission${suffix}`, properties, 'AWS::Lambda::Permission']];
  }
  const statements = grants.map((grant) => statement(grant, profile, filled, source.Arn));
  const PolicyDocument = { Version: '2012-10-17', Statement: statements };
  if (kind === 'queue-policy') {
    if (url === undefined || source.Arn === undefined)
      return 'the URL of its queue, or the ARN of its source, is not given';
    return [[`${logicalId}QueuePolicy${suffix}`, { PolicyDocument, Queues: [url] }, 'AWS::SQS::QueuePolicy']];
  }
  if (kind === 'topic-policy') {
    if (arn === undefined || source.Arn === undefined)
      return 'the ARN of its source or its topic is not given';
    return [[`${logicalId}TopicPolicy${suffix}`, { PolicyDocument, Topics: [arn] }, 'AWS::SNS::TopicPolicy']];
  }
  const { RoleName: role } = kind === 'source-role' ? source : destination;
  if (role === undefined) return 'the role that it would add to is not in the template';
  return [[`${logicalId}Policy${suffix}`, { PolicyDocument, Roles: [role] }, 'AWS::IAM::ManagedPolicy']];
}

function statement(
  [service, actions, ...resources]: Grant,
  profile: ConnectorProfile,
  filled: (pattern: string) => unknown,
  sourceArn: unknown,
): Unread {
  const own = profile.service !== undefined && {
    Principal: { Service: profile.service },
    Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
  };
  return {
    Effect: 'Allow',
    Action: actions.split(' ').map((action) => `${service}:${action}`),
    Resource: resources.map(filled),
    ...own,
  };
}

type Filled = 'Arn' | 'Name' | 'Id' | 'Qualifier';

const PLACE = /%(Source|Destination)\.(Arn|Name|Id|Qualifier)%/g;

/** Puts the ends of a connector into a pattern. */
function fill(source: ConnectorEnd, destination: ConnectorEnd): (pattern: string) => unknown {
  return (pattern) => {
    const values: Record<string, unknown> = {};
    const text = pattern.replace(PLACE, (_, end: string, key: Filled) => {
      const name = `${end}${key}`;
      values[name] = (end === 'Source' ? source : destination)[key];
      return `\${${name}}`;
    });
    const [name = '', ...more] = Object.keys(values);
    if (more.length === 0 && text === `\${${name}}`) return values[name];
    return { 'Fn::Sub': [text, values] };
  };
}
