import type { Arn, Text, Value } from '../types.ts';
import type { Unlisted } from './actions.ts';

/** Service principals that resource policies and trust policies name most; others complete their pattern. */
type CommonService =
  | 'apigateway.amazonaws.com'
  | 'bedrock.amazonaws.com'
  | 'cloudformation.amazonaws.com'
  | 'cloudfront.amazonaws.com'
  | 'cloudtrail.amazonaws.com'
  | 'cloudwatch.amazonaws.com'
  | 'codebuild.amazonaws.com'
  | 'codepipeline.amazonaws.com'
  | 'codestar-notifications.amazonaws.com'
  | 'config.amazonaws.com'
  | 'delivery.logs.amazonaws.com'
  | 'dynamodb.amazonaws.com'
  | 'ec2.amazonaws.com'
  | 'ecs-tasks.amazonaws.com'
  | 'ecs.amazonaws.com'
  | 'edgelambda.amazonaws.com'
  | 'eks.amazonaws.com'
  | 'events.amazonaws.com'
  | 'firehose.amazonaws.com'
  | 'glue.amazonaws.com'
  | 'iot.amazonaws.com'
  | 'lambda.amazonaws.com'
  | 'logs.amazonaws.com'
  | 'monitoring.rds.amazonaws.com'
  | 'pipes.amazonaws.com'
  | 'rds.amazonaws.com'
  | 's3.amazonaws.com'
  | 'sagemaker.amazonaws.com'
  | 'scheduler.amazonaws.com'
  | 'secretsmanager.amazonaws.com'
  | 'ses.amazonaws.com'
  | 'sns.amazonaws.com'
  | 'sqs.amazonaws.com'
  | 'ssm.amazonaws.com'
  | 'states.amazonaws.com'
  | 'transfer.amazonaws.com'
  | 'vpc-flow-logs.amazonaws.com'
  | 'xray.amazonaws.com';

/**
 * A service principal: `sns.amazonaws.com`, of an opt-in region `sns.af-south-1.amazonaws.com`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export type ServicePrincipal =
  | CommonService
  // The empty intersection keeps the names above in completion, which the pattern alone would swallow.
  | (`${string}.${'amazonaws.com' | 'amazonaws.com.cn' | 'amazon.com' | 'aws.internal'}` &
      Record<never, never>)
  | Value<string>
  | Unlisted;

/** An account's id or ARN, the ARN of a user, role or session, or a value that is one; not a role's name. */
export type AwsPrincipal = string | Value<string | Arn<`iam:${string}`>>;

type OneOrMore<T> = T | readonly T[];

/** Who a statement speaks of: everybody, or principals by kind. */
export type Principals =
  | '*'
  | {
      readonly Service?: OneOrMore<ServicePrincipal>;
      readonly AWS?: OneOrMore<AwsPrincipal>;
      /** `accounts.google.com`, or the ARN of a SAML or OIDC provider. */
      readonly Federated?: OneOrMore<Text>;
      /** The S3 canonical user id of an account. */
      readonly CanonicalUser?: OneOrMore<Text>;
    };
