import type { TemplateFacts } from './facts.ts';

/** The policy templates of what stacks are wired of: queues, topics, streams, tables, buckets, functions, keys and secrets. */
export const OF_WIRING: TemplateFacts = [
  ['AWSSecretsManagerGetSecretValuePolicy', [['secretsmanager:GetSecretValue', '{SecretArn}']]],
  [
    'AWSSecretsManagerRotationPolicy',
    [
      [
        'secretsmanager:DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage',
        'secretsmanager::secret:*',
        ['secretsmanager:resource/AllowRotationLambdaArn', 'lambda::function:{FunctionName}'],
      ],
      ['secretsmanager:GetRandomPassword', '*'],
    ],
  ],
  [
    'DynamoDBBackupFullAccessPolicy',
    [
      ['dynamodb:CreateBackup DescribeContinuousBackups', 'dynamodb::table/{TableName}'],
      ['dynamodb:DeleteBackup DescribeBackup ListBackups', 'dynamodb::table/{TableName}/backup/*'],
    ],
  ],
  [
    'DynamoDBCrudPolicy',
    [
      [
        'dynamodb:GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
        ['dynamodb::table/{TableName}', 'dynamodb::table/{TableName}/index/*'],
      ],
    ],
  ],
  [
    'DynamoDBReadPolicy',
    [
      [
        'dynamodb:GetItem Scan Query BatchGetItem DescribeTable',
        ['dynamodb::table/{TableName}', 'dynamodb::table/{TableName}/index/*'],
      ],
    ],
  ],
  ['DynamoDBReconfigurePolicy', [['dynamodb:UpdateTable', 'dynamodb::table/{TableName}']]],
  [
    'DynamoDBRestoreFromBackupPolicy',
    [
      ['dynamodb:RestoreTableFromBackup', 'dynamodb::table/{TableName}/backup/*'],
      [
        'dynamodb:PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem',
        'dynamodb::table/{TableName}',
      ],
    ],
  ],
  [
    'DynamoDBStreamReadPolicy',
    [
      [
        'dynamodb:DescribeStream GetRecords GetShardIterator',
        'dynamodb::table/{TableName}/stream/{StreamName}',
      ],
      ['dynamodb:ListStreams', 'dynamodb::table/{TableName}/stream/*'],
    ],
  ],
  [
    'DynamoDBWritePolicy',
    [
      [
        'dynamodb:PutItem UpdateItem BatchWriteItem',
        ['dynamodb::table/{TableName}', 'dynamodb::table/{TableName}/index/*'],
      ],
    ],
  ],
  [
    'EFSWriteAccessPolicy',
    [
      [
        'elasticfilesystem:ClientMount ClientWrite',
        'elasticfilesystem::file-system/{FileSystem}',
        ['elasticfilesystem:AccessPointArn', 'elasticfilesystem::access-point/{AccessPoint}'],
      ],
    ],
  ],
  ['EventBridgePutEventsPolicy', [['events:PutEvents', 'events::event-bus/{EventBusName}']]],
  ['FilterLogEventsPolicy', [['logs:FilterLogEvents', 'logs::log-group:{LogGroupName}:log-stream:*']]],
  [
    'FirehoseCrudPolicy',
    [
      [
        'firehose:CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination',
        'firehose::deliverystream/{DeliveryStreamName}',
      ],
    ],
  ],
  [
    'FirehoseWritePolicy',
    [['firehose:PutRecord PutRecordBatch', 'firehose::deliverystream/{DeliveryStreamName}']],
  ],
  ['KMSDecryptPolicy', [['kms:Decrypt', 'kms::key/{KeyId}']]],
  ['KMSEncryptPolicy', [['kms:Encrypt', 'kms::key/{KeyId}']]],
  [
    'KMSEncryptPolicy_v2',
    [
      [
        'kms:Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext',
        'kms::key/{KeyId}',
      ],
    ],
  ],
  [
    'KinesisCrudPolicy',
    [
      [
        'kinesis:AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream',
        'kinesis::stream/{StreamName}',
      ],
    ],
  ],
  [
    'KinesisStreamReadPolicy',
    [
      ['kinesis:ListStreams DescribeLimits', 'kinesis::stream/*'],
      [
        'kinesis:DescribeStream DescribeStreamSummary GetRecords GetShardIterator',
        'kinesis::stream/{StreamName}',
      ],
    ],
  ],
  ['LambdaInvokePolicy', [['lambda:InvokeFunction', 'lambda::function:{FunctionName}*']]],
  [
    'S3CrudPolicy',
    [
      [
        's3:GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
        ['s3:::{BucketName}', 's3:::{BucketName}/*'],
      ],
    ],
  ],
  [
    'S3FullAccessPolicy',
    [
      [
        's3:GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging',
        's3:::{BucketName}/*',
      ],
      [
        's3:ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration',
        's3:::{BucketName}',
      ],
    ],
  ],
  [
    'S3ReadPolicy',
    [
      [
        's3:GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration',
        ['s3:::{BucketName}', 's3:::{BucketName}/*'],
      ],
    ],
  ],
  [
    'S3WritePolicy',
    [['s3:PutObject PutObjectAcl PutLifecycleConfiguration', ['s3:::{BucketName}', 's3:::{BucketName}/*']]],
  ],
  [
    'SNSCrudPolicy',
    [['sns:ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish', 'sns::{TopicName}*']],
  ],
  ['SNSPublishMessagePolicy', [['sns:Publish', 'sns::{TopicName}']]],
  [
    'SQSPollerPolicy',
    [
      [
        'sqs:ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
        'sqs::{QueueName}',
      ],
    ],
  ],
  ['SQSSendMessagePolicy', [['sqs:SendMessage*', 'sqs::{QueueName}']]],
  [
    'SSMParameterReadPolicy',
    [
      ['ssm:DescribeParameters', '*'],
      ['ssm:GetParameters GetParameter GetParametersByPath', 'ssm::parameter/{ParameterName}'],
    ],
  ],
  [
    'SSMParameterWithSlashPrefixReadPolicy',
    [
      ['ssm:DescribeParameters', '*'],
      ['ssm:GetParameters GetParameter GetParametersByPath', 'ssm::parameter{ParameterName}'],
    ],
  ],
  [
    'StepFunctionsCallbackPolicy',
    [['states:SendTaskFailure SendTaskHeartbeat SendTaskSuccess', 'states::stateMachine:{StateMachineName}']],
  ],
  ['StepFunctionsExecutionPolicy', [['states:StartExecution', 'states::stateMachine:{StateMachineName}']]],
  [
    'StepFunctionsExecutionPolicy_v2',
    [['states:StartExecution StartSyncExecution', 'states::stateMachine:{StateMachineName}']],
  ],
];
