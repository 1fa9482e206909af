// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  getAtt,
  hopOf,
  lambda,
  permission,
  proofOf,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
} from './support.ts';

const runs = (): Resources => ({ Role: role(), Function: lambda() });
const executeApi = (route: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${route}`,
});
const uri = {
  'Fn::Sub':
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
};
const streaming = {
  'Fn::Sub':
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2021-11-15/functions/${Function.Arn}/response-streaming-invocations',
};
const apiPermission = (route: string) =>
  permission({ Principal: 'apigateway.amazonaws.com', SourceArn: executeApi(route) });

describe('a REST API invokes a function', () => {
  const base = (): Resources => ({
    ...runs(),
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    Videos: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: ref('Api'), ParentId: getAtt('Api', 'RootResourceId'), PathPart: 'videos' },
    },
    Video: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: ref('Api'), ParentId: ref('Videos'), PathPart: '{id}' },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: ref('Api'),
        ResourceId: ref('Video'),
        HttpMethod: 'GET',
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri },
      },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: ref('Api'), StageName: 'prod', DeploymentId: 'd' },
    },
    Permission: apiPermission('*/GET/videos/*'),
  });
  const source = (route: string) => (r: Resources) => set(r, 'Permission', apiPermission(route));
  it.each<Case>([
    { name: 'a permission for the method', change: () => {}, answer: 'allowed' },
    { name: 'a permission for the API', change: source('*'), answer: 'allowed' },
    {
      name: 'a permission for the stage by its Ref',
      change: source('${Stage}/GET/videos/*'),
      answer: 'allowed',
    },
    {
      name: 'a permission with the parameter as it is written',
      change: source('*/GET/videos/{id}'),
      answer: 'unknown',
      words: /only if the path \{id\} is \{id\}/,
    },
    {
      name: 'no permission',
      change: (r) => remove(r, 'Permission'),
      answer: 'denied',
      words: /no permission for Api/,
    },
    { name: 'a permission for another method', change: source('*/POST/videos/*'), answer: 'denied' },
    { name: 'a permission for another path', change: source('*/GET/films/*'), answer: 'denied' },
    { name: 'a permission for another stage', change: source('test/*'), answer: 'denied' },
    {
      name: 'a permission for another API',
      change: (r) => {
        set(r, 'Other', { Type: 'AWS::ApiGateway::RestApi' });
        set(r, 'Permission.Properties.SourceArn', {
          'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Other}/*',
        });
      },
      answer: 'denied',
    },
    {
      name: 'a stage that is not in the template, and a permission for one',
      change: (r) => {
        remove(r, 'Stage');
        set(r, 'Permission', apiPermission('prod/*'));
      },
      answer: 'unknown',
      words: /only if the stage is prod/,
    },
    {
      name: 'any method, and a permission for one',
      change: (r) => set(r, 'Method.Properties.HttpMethod', 'ANY'),
      answer: 'unknown',
      words: /only if the method is GET/,
    },
    {
      name: 'a method of the root',
      change: (r) => {
        set(r, 'Method.Properties.ResourceId', getAtt('Api', 'RootResourceId'));
        set(r, 'Permission', apiPermission('*/GET/'));
      },
      answer: 'allowed',
    },
    {
      name: 'a role in place of a permission',
      change: (r) => {
        remove(r, 'Permission');
        set(r, 'Method.Properties.Integration.Credentials', getAtt('Actor'));
        const actor = role(statement('lambda:InvokeFunction', getAtt('Function')));
        set(r, 'Actor', actor);
        set(
          r,
          'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service',
          'apigateway.amazonaws.com',
        );
      },
      answer: 'allowed',
    },
  ])('with $name: $answer', (each) => decideCase(base, 'Api', 'invoke', 'Function', each));

  it('from an OpenAPI document', () => {
    const resources: Resources = {
      ...runs(),
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Body: { paths: { '/videos': { get: { 'x-amazon-apigateway-integration': { uri } } } } },
        },
      },
    };
    const hop = hopOf(proofOf(resources), 'Api', 'invoke', 'Function');
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.path.slice(3)).toEqual(['Body', 'paths', '/videos', 'get', 'x-amazon-apigateway-integration']);
    set(resources, 'Permission', apiPermission('*/GET/videos'));
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('allowed');
    // No resource but the root ends in a slash.
    const paths = { '/videos/': { get: { 'x-amazon-apigateway-integration': { uri: streaming } } } };
    set(resources, 'Api.Properties.Body.paths', paths);
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('allowed');
  });

  it.each([
    ['AWS::ApiGateway::RestApi', ['securityDefinitions']],
    ['AWS::ApiGatewayV2::Api', ['components', 'securitySchemes']],
  ])('as an authorizer in the OpenAPI document of an %s', (type, [first = '', second]) => {
    const scheme = { Own: { 'x-amazon-apigateway-authorizer': { authorizerUri: uri } } };
    const Body = { [first]: second === undefined ? scheme : { [second]: scheme } };
    const resources: Resources = { ...runs(), Api: { Type: type, Properties: { Body } } };
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('denied');
    set(resources, 'Permission', apiPermission('authorizers/*'));
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('as an authorizer', () => {
    const resources = base();
    remove(resources, 'Method');
    set(resources, 'Authorizer', {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: { RestApiId: ref('Api'), Type: 'TOKEN', Name: 'a', AuthorizerUri: uri },
    });
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('denied');
    set(resources, 'Permission', apiPermission('authorizers/${Authorizer}'));
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('allowed');
  });
});

describe('an HTTP API invokes a function', () => {
  const base = (): Resources => ({
    ...runs(),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: ref('Api'), IntegrationType: 'AWS_PROXY', IntegrationUri: getAtt('Function') },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref('Api'),
        RouteKey: 'GET /videos/{id}',
        Target: { 'Fn::Sub': 'integrations/${Integration}' },
      },
    },
    Permission: apiPermission('*/*/videos/{id}'),
  });
  const source = (route: string) => (r: Resources) => set(r, 'Permission', apiPermission(route));
  it.each<Case>([
    { name: 'a permission for the route', change: () => {}, answer: 'allowed' },
    { name: 'a permission for another route', change: source('*/*/films'), answer: 'denied' },
    { name: 'no permission', change: (r) => remove(r, 'Permission'), answer: 'denied' },
    {
      name: 'the default route, and a permission for all routes',
      change: (r) => {
        set(r, 'Route.Properties.RouteKey', '$default');
        set(r, 'Permission', apiPermission('*/*'));
      },
      answer: 'allowed',
    },
    {
      name: 'an integration as REST APIs write it',
      change: (r) => set(r, 'Integration.Properties.IntegrationUri', uri),
      answer: 'allowed',
    },
  ])('with $name: $answer', (each) => decideCase(base, 'Api', 'invoke', 'Function', each));

  it('from an OpenAPI document', () => {
    const get = { 'x-amazon-apigateway-integration': { uri: getAtt('Function') } };
    const resources: Resources = {
      ...runs(),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: { paths: { '/videos': { get } } } } },
    };
    const hop = hopOf(proofOf(resources), 'Api', 'invoke', 'Function');
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.path.slice(3, 5)).toEqual(['Body', 'paths']);
    set(resources, 'Permission', apiPermission('*/GET/videos'));
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('allowed');
    set(resources, 'Permission', apiPermission('*/POST/videos'));
    expect(hopOf(proofOf(resources), 'Api', 'invoke', 'Function').answer).toBe('denied');
  });

  it('from a WebSocket, and as the target of an API that is made with one route', () => {
    const socket = base();
    set(socket, 'Route.Properties.RouteKey', '$connect');
    set(socket, 'Permission', apiPermission('*$connect'));
    expect(hopOf(proofOf(socket), 'Api', 'invoke', 'Function').answer).toBe('allowed');
    const quick: Resources = {
      ...runs(),
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { ProtocolType: 'HTTP', Target: getAtt('Function') },
      },
    };
    expect(hopOf(proofOf(quick), 'Api', 'invoke', 'Function').answer).toBe('denied');
  });
});

describe('a user pool invokes the function of a trigger', () => {
  const base = (): Resources => ({
    ...runs(),
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        LambdaConfig: {
          PreSignUp: getAtt('Function'),
          PreTokenGenerationConfig: { LambdaArn: getAtt('Function'), LambdaVersion: 'V2_0' },
        },
      },
    },
    Permission: permission({ Principal: 'cognito-idp.amazonaws.com', SourceArn: getAtt('Pool') }),
  });
  it.each<Case>([
    { name: 'a permission for the pool', change: () => {}, answer: 'allowed' },
    {
      name: 'a permission for the pool by its id',
      change: (r) =>
        set(r, 'Permission.Properties.SourceArn', {
          'Fn::Sub': 'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${Pool}',
        }),
      answer: 'allowed',
    },
    { name: 'no permission', change: (r) => remove(r, 'Permission'), answer: 'denied' },
    {
      name: 'a permission for another service',
      change: (r) => set(r, 'Permission.Properties.Principal', 'cognito-identity.amazonaws.com'),
      answer: 'denied',
    },
  ])('with $name: $answer', (each) => decideCase(base, 'Pool', 'invoke', 'Function', each));
});

describe('everyone calls the URL of a function', () => {
  const open = permission({
    Action: 'lambda:InvokeFunctionUrl',
    Principal: '*',
    SourceArn: undefined,
    FunctionUrlAuthType: 'NONE',
  });
  const base = (): Resources => ({
    ...runs(),
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: getAtt('Function') },
    },
    Permission: structuredClone(open),
    Invoke: permission({ Principal: '*', SourceArn: undefined, InvokedViaFunctionUrl: true }),
  });
  it.each<Case>([
    { name: 'both permissions', change: () => {}, answer: 'allowed' },
    {
      name: 'none',
      change: (r) => {
        remove(r, 'Permission');
        remove(r, 'Invoke');
      },
      answer: 'denied',
      words: /Principal \*/,
    },
    {
      name: 'the one that older URLs need',
      change: (r) => remove(r, 'Invoke'),
      answer: 'unknown',
      words: /October 2025/,
    },
    { name: 'the wrong one', change: (r) => remove(r, 'Permission'), answer: 'denied' },
    {
      name: 'one for authenticated callers',
      change: (r) => set(r, 'Permission.Properties.FunctionUrlAuthType', 'AWS_IAM'),
      answer: 'denied',
    },
    {
      name: 'one for an account',
      change: (r) => set(r, 'Permission.Properties.Principal', '111122223333'),
      answer: 'denied',
    },
  ])('with $name: $answer', (each) => decideCase(base, 'everyone', 'invoke', 'Function', each));

  it('but not one that wants to know who calls: that names nobody', () => {
    const resources = base();
    set(resources, 'Url.Properties.AuthType', 'AWS_IAM');
    expect(proofOf(resources).hops.filter(({ from }) => from.label === 'everyone')).toEqual([]);
  });
});

describe('an alarm invokes a function', () => {
  const base = (): Resources => ({
    ...runs(),
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [getAtt('Function')] } },
    Permission: permission({
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceArn: getAtt('Alarm'),
      SourceAccount: ref('AWS::AccountId'),
    }),
  });
  it.each<Case>([
    { name: 'a permission for the alarm', change: () => {}, answer: 'allowed' },
    { name: 'no permission', change: (r) => remove(r, 'Permission'), answer: 'denied' },
    {
      name: 'a permission for alarms that publish',
      change: (r) => set(r, 'Permission.Properties.Principal', 'cloudwatch.amazonaws.com'),
      answer: 'denied',
    },
  ])('with $name: $answer', (each) => decideCase(base, 'Alarm', 'invoke', 'Function', each));
});
