import { isUnread, type Unread } from '../json.ts';
import { propertiesOf } from './api-parts.ts';
import { namedIn } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** The source or the destination of a connector: what is known of it. */
export interface ConnectorEnd {
  readonly type: string;
  readonly Arn: unknown;
  readonly Name: unknown;
  /** The id of an API. */
  readonly Id: unknown;
  readonly Qualifier: unknown;
  readonly QueueUrl: unknown;
  /** The name of its role, as `Ref`. */
  readonly RoleName: unknown;
}

const ARN_BY_REF: ReadonlySet<string> = new Set([
  'AWS::StepFunctions::StateMachine',
  'AWS::SNS::Topic',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::DataSource',
]);
const ROLES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::AppSync::DataSource': 'ServiceRoleArn',
};
/** The types that a resource is of when it is expanded. */
const EXPANDED: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};
const APIS: ReadonlySet<string> = new Set(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api']);

/**
 * An end by its logical id, or by what is given of it; undefined for one that is neither, or not of the template.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-connector-resourcereference.html
 */
export function connectorEnd(scope: ServerlessScope, end: unknown, other: unknown): ConnectorEnd | undefined {
  if (!isUnread(end)) return undefined;
  const { Id: logicalId, Type: given, Qualifier: qualifier } = end;
  if (logicalId === undefined) {
    if (typeof given !== 'string') return undefined;
    const { Arn, Name, ResourceId: Id, QueueUrl, RoleName } = end;
    return { type: EXPANDED[given] ?? given, Arn, Name, Id, Qualifier: qualifier, QueueUrl, RoleName };
  }
  const resource = typeof logicalId === 'string' ? scope.resource(logicalId) : undefined;
  const type = resource?.['Type'];
  const isAlone = Object.keys(end).every((key) => key === 'Id' || key === 'Qualifier');
  if (resource === undefined || typeof type !== 'string' || !isAlone) return undefined;
  const reference = { Ref: logicalId };
  const attribute = (name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
  return {
    type,
    Arn: ARN_BY_REF.has(type) ? reference : attribute('Arn'),
    Name: type === 'AWS::StepFunctions::StateMachine' ? attribute('Name') : undefined,
    Id: APIS.has(type) ? reference : type === 'AWS::AppSync::GraphQLApi' ? attribute('ApiId') : undefined,
    Qualifier: qualifier ?? (APIS.has(type) ? '*' : undefined),
    QueueUrl: type === 'AWS::SQS::Queue' ? reference : undefined,
    RoleName: roleOf(type, resource, other),
  };
}

function roleOf(type: string, resource: Unread, other: unknown): Unread | undefined {
  const properties = propertiesOf(resource);
  const property = ROLES[type];
  const role =
    property !== undefined
      ? properties[property]
      : type === 'AWS::Events::Rule'
        ? roleOfTarget(properties['Targets'], other)
        : undefined;
  const name = namedIn(role);
  return name === undefined ? undefined : { Ref: name };
}

function roleOfTarget(targets: unknown, other: unknown): unknown {
  if (!Array.isArray(targets) || !isUnread(other)) return undefined;
  const found = targets.filter(isUnread).find(({ Arn: arn }) => {
    const name = namedIn(arn);
    if (name !== undefined && name === other['Id']) return true;
    return other['Arn'] !== undefined && JSON.stringify(arn) === JSON.stringify(other['Arn']);
  });
  return found?.['RoleArn'];
}
