// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { checkRow, type Row } from './spoil.ts';
import { runs, topicPolicy } from './spoil-fixtures.ts';
import { getAtt, permission, ref, role, statement, topic } from './support.ts';

const execute = (route: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${route}`,
});
const uri = {
  'Fn::Sub':
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
};
const forApi = (route: string) =>
  permission({ Principal: 'apigateway.amazonaws.com', SourceArn: execute(route) });
const method = (path: object, more: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: ref('Api'),
    ResourceId: path,
    HttpMethod: 'GET',
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri, ...more },
  },
});

const rows: readonly Row[] = [
  {
    name: 'a REST API invokes a function',
    base: () => ({
      ...runs(),
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      Method: method(getAtt('Api', 'RootResourceId')),
      Permission: forApi('*/GET/'),
    }),
    hop: ['Api', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'an authorizer of a REST API invokes a function',
    base: () => ({
      ...runs(),
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      Authorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: { RestApiId: ref('Api'), AuthorizerUri: uri },
      },
      Permission: forApi('authorizers/${Authorizer}'),
    }),
    hop: ['Api', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'an HTTP API invokes a function',
    base: () => ({
      ...runs(),
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId: ref('Api'), IntegrationUri: getAtt('Function') },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: ref('Api'),
          RouteKey: 'GET /films/{id}',
          Target: { 'Fn::Sub': 'integrations/${Integration}' },
        },
      },
      Permission: forApi('*/*/films/{id}'),
    }),
    hop: ['Api', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'an authorizer of an HTTP API invokes a function',
    base: () => ({
      ...runs(),
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: { ApiId: ref('Api'), AuthorizerUri: uri },
      },
      Permission: forApi('authorizers/${Authorizer}'),
    }),
    hop: ['Api', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'a user pool invokes a function',
    base: () => ({
      ...runs(),
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: { LambdaConfig: { PreSignUp: getAtt('Function') } },
      },
      Permission: permission({ Principal: 'cognito-idp.amazonaws.com', SourceArn: getAtt('Pool') }),
    }),
    hop: ['Pool', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'a log group invokes a function',
    base: () => ({
      ...runs(),
      Logs: { Type: 'AWS::Logs::LogGroup' },
      Filter: {
        Type: 'AWS::Logs::SubscriptionFilter',
        Properties: { LogGroupName: ref('Logs'), DestinationArn: getAtt('Function'), FilterPattern: '' },
      },
      Permission: permission({ Principal: 'logs.amazonaws.com', SourceArn: getAtt('Logs') }),
    }),
    hop: ['Logs', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'everyone uses a URL',
    base: () => ({
      ...runs(),
      Url: {
        Type: 'AWS::Lambda::Url',
        Properties: { TargetFunctionArn: getAtt('Function'), AuthType: 'NONE' },
      },
      Use: permission({
        Action: 'lambda:InvokeFunctionUrl',
        Principal: '*',
        SourceArn: undefined,
        FunctionUrlAuthType: 'NONE',
      }),
      Invoke: permission({ Principal: '*', SourceArn: undefined, InvokedViaFunctionUrl: true }),
    }),
    hop: ['everyone', 'invoke', 'Function'],
    grants: ['Use', 'Invoke'],
  },
  {
    name: 'a role that the policy of a topic names',
    base: () => ({
      Topic: topic(),
      Publisher: role(),
      Policy: topicPolicy(
        statement('sns:Publish', ref('Topic'), { Principal: { AWS: getAtt('Publisher') } }),
      ),
    }),
    hop: ['Publisher', 'publish', 'Topic'],
    grants: ['Policy'],
  },
];

describe('without one of its grants no hop stays allowed: APIs, user pools, logs and everyone', () => {
  it.each(rows)('$name', checkRow);
});
