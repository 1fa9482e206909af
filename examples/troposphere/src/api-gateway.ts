import { allow, policyDocument, sub, template } from '@wayleave/cloudformation';
import {
  ApiKey,
  Deployment,
  Method,
  Resource,
  RestApi,
  Stage,
  UsagePlan,
  UsagePlanKey,
} from '@wayleave/cloudformation/aws/apigateway';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction } from '@wayleave/cloudformation/aws/lambda';

const t = template();

const api = t.add('ExampleApi', RestApi({ Name: 'ExampleApi' }));

const role = t.add(
  'LambdaExecutionRole',
  Role({
    Path: '/',
    AssumeRolePolicyDocument: policyDocument(
      allow({
        actions: ['sts:AssumeRole'],
        principals: { Service: ['lambda.amazonaws.com', 'apigateway.amazonaws.com'] },
      }),
    ),
    Policies: [
      {
        PolicyName: 'root',
        PolicyDocument: policyDocument(
          allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] }),
          allow({ actions: ['lambda:*'], resources: ['*'] }),
        ),
      },
    ],
  }),
);

const fn = t.add(
  'FoobarFunction',
  LambdaFunction({
    Code: { ZipFile: "exports.handler = (event, context) => context.succeed('here');" },
    Handler: 'index.handler',
    Role: role.Arn,
    Runtime: 'nodejs4.3',
  }),
);

const path = t.add(
  'FoobarResource',
  Resource({ RestApiId: api.ref, PathPart: 'foobar', ParentId: api.RootResourceId }),
);
const method = t.add(
  'LambdaMethod',
  Method({
    RestApiId: api.ref,
    ResourceId: path.ref,
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: role.Arn,
      Uri: sub`arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${fn.Arn}/invocations`,
      IntegrationResponses: [{ StatusCode: '200' }],
    },
    MethodResponses: [{ StatusCode: '200' }],
  }),
  { DependsOn: fn },
);

const deployment = t.add('v1Deployment', Deployment({ RestApiId: api.ref }), { DependsOn: method });
const stage = t.add('v1Stage', Stage({ RestApiId: api.ref, StageName: 'v1', DeploymentId: deployment.ref }));

const key = t.add('ApiKey', ApiKey({ StageKeys: [{ RestApiId: api.ref, StageName: stage.ref }] }));
const plan = t.add(
  'ExampleUsagePlan',
  UsagePlan({
    UsagePlanName: 'ExampleUsagePlan',
    Description: 'What a caller may use',
    Quota: { Limit: 50_000, Period: 'MONTH' },
    Throttle: { BurstLimit: 500, RateLimit: 5000 },
    ApiStages: [
      {
        ApiId: api.ref,
        Stage: stage.ref,
        Throttle: { '/some/api/path/GET': { BurstLimit: 500, RateLimit: 5000 } },
      },
    ],
  }),
);
t.add('ExampleUsagePlanKey', UsagePlanKey({ KeyId: key.ref, KeyType: 'API_KEY', UsagePlanId: plan.ref }));

t.output('ApiEndpoint', sub`https://${api}.execute-api.eu-west-1.amazonaws.com/v1`, {
  Description: 'Where the stage is',
});
t.output('ApiKey', key.ref, { Description: 'The key of a caller' });

export default t;
