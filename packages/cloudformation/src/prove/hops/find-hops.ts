import { alarms } from './alarms.ts';
import { apiServiceCalls } from './api-service-calls.ts';
import { deliveryStreams, snsToFirehose } from './delivery-streams.ts';
import { destinations } from './destinations.ts';
import { encryption } from './encryption.ts';
import { environmentUses } from './environment-uses.ts';
import { eventRules } from './event-rules.ts';
import { eventSources } from './event-sources.ts';
import { assumptions, runningFunctions } from './execution-role.ts';
import { functionUrls } from './function-urls.ts';
import { httpApis } from './http-apis.ts';
import { logSubscriptions } from './log-subscriptions.ts';
import { namedGrants } from './named-grants.ts';
import { namedSenders } from './named-senders.ts';
import { nestedStacks } from './nested-stacks.ts';
import { pipes } from './pipes.ts';
import { restApis } from './rest-apis.ts';
import { roleUses } from './role-uses.ts';
import { s3Notifications } from './s3-notifications.ts';
import { schedules } from './schedules.ts';
import { leftEvents, serverlessEvents } from './serverless-events.ts';
import { snsToLambda } from './sns-to-lambda.ts';
import { snsToSqs, sqsToDeadLetter } from './sns-to-sqs.ts';
import { stateMachines } from './state-machines.ts';
import { userPools } from './user-pools.ts';
import type { Draft, View } from './view.ts';
import { logWriting } from './write-logs.ts';

type Find = (view: View) => readonly Draft[];

const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** Each finder with the types without which it finds nothing: what a template does not have costs nothing. */
const WIRED: readonly (readonly [types: readonly string[], find: Find])[] = [
  [['AWS::SNS::Topic', 'AWS::SNS::Subscription'], snsToLambda],
  [['AWS::SQS::Queue', 'AWS::SNS::Subscription'], snsToSqs],
  [['AWS::S3::Bucket'], s3Notifications],
  [['AWS::Events::Rule'], eventRules],
  [['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'], alarms],
  [['AWS::Scheduler::Schedule'], schedules],
  [['AWS::Pipes::Pipe'], pipes],
  [['AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Authorizer'], restApis],
  [['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Authorizer'], httpApis],
  [
    [
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Api',
    ],
    apiServiceCalls,
  ],
  [['AWS::Lambda::Url'], functionUrls],
  [['AWS::Cognito::UserPool'], userPools],
  [['AWS::Logs::SubscriptionFilter'], logSubscriptions],
  [['AWS::StepFunctions::StateMachine'], stateMachines],
  [['AWS::KinesisFirehose::DeliveryStream'], deliveryStreams],
  [['AWS::SNS::Subscription'], snsToFirehose],
  [['AWS::CloudFormation::Stack'], nestedStacks],
  [['AWS::Lambda::EventSourceMapping'], eventSources],
  [['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'], serverlessEvents],
  [['AWS::SQS::Queue'], sqsToDeadLetter],
  [FUNCTIONS, assumptions],
  [FUNCTIONS, logWriting],
  [FUNCTIONS, destinations],
];

/** Every hop of a world, decided. */
export function findHops(view: View): readonly Draft[] {
  const wired = WIRED.flatMap(([types, find]) =>
    types.some((type) => view.world.ofType(type).length > 0) ? find(view) : [],
  );
  if (view.world.left !== undefined) wired.push(...leftEvents(view, view.world.left));
  const grants = namedGrants(view);
  const byGrants = grants.length > 0 ? roleUses(view, grants, wired) : [];
  const byRoles = [...byGrants, ...namedSenders(view, [...wired, ...byGrants])];
  const all = [...wired, ...byRoles];
  const told = runningFunctions(view).some(({ fn }) => fn.properties['Environment'] !== undefined);
  const used = told ? environmentUses(view, all) : [];
  const sent = all.filter(({ message }) => message !== undefined);
  return [...all, ...used, ...(sent.length > 0 ? encryption(view, sent) : [])];
}
