import type { TemplateFacts } from './facts.ts';

/** The policy templates of what works on content: images, speech, text, mail and queries. */
export const OF_CONTENT: TemplateFacts = [
  [
    'AthenaQueryPolicy',
    [
      [
        'athena:ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable',
        '*',
      ],
      [
        'athena:StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup',
        'athena::workgroup/{WorkGroupName}',
      ],
    ],
  ],
  [
    'ComprehendBasicAccessPolicy',
    [
      [
        'comprehend:BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
        '*',
      ],
    ],
  ],
  ['MobileAnalyticsWriteOnlyAccessPolicy', [['mobileanalytics:PutEvents', '*']]],
  [
    'PinpointEndpointAccessPolicy',
    [
      [
        'mobiletargeting:GetEndpoint UpdateEndpoint UpdateEndpointsBatch',
        'mobiletargeting::apps/{PinpointApplicationId}/endpoints/*',
      ],
    ],
  ],
  [
    'PollyFullAccessPolicy',
    [
      ['polly:GetLexicon DeleteLexicon', 'polly::lexicon/{LexiconName}'],
      ['polly:DescribeVoices ListLexicons PutLexicon SynthesizeSpeech', 'polly::lexicon/*'],
    ],
  ],
  [
    'RekognitionDetectOnlyPolicy',
    [['rekognition:DetectFaces DetectLabels DetectModerationLabels DetectText', '*']],
  ],
  [
    'RekognitionFacesManagementPolicy',
    [
      [
        'rekognition:IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces',
        'rekognition::collection/{CollectionId}',
      ],
    ],
  ],
  ['RekognitionFacesPolicy', [['rekognition:CompareFaces DetectFaces', '*']]],
  ['RekognitionLabelsPolicy', [['rekognition:DetectLabels DetectModerationLabels', '*']]],
  [
    'RekognitionNoDataAccessPolicy',
    [
      [
        'rekognition:CompareFaces DetectFaces DetectLabels DetectModerationLabels',
        'rekognition::collection/{CollectionId}',
      ],
    ],
  ],
  [
    'RekognitionReadPolicy',
    [
      [
        'rekognition:ListCollections ListFaces SearchFaces SearchFacesByImage',
        'rekognition::collection/{CollectionId}',
      ],
    ],
  ],
  [
    'RekognitionWriteOnlyAccessPolicy',
    [['rekognition:CreateCollection IndexFaces', 'rekognition::collection/{CollectionId}']],
  ],
  [
    'SESBulkTemplatedCrudPolicy',
    [
      [
        'ses:GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity',
        'ses::identity/{IdentityName}',
      ],
    ],
  ],
  [
    'SESBulkTemplatedCrudPolicy_v2',
    [
      [
        'ses:SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail',
        ['ses::identity/{IdentityName}', 'ses::template/{TemplateName}'],
      ],
      ['ses:GetIdentityVerificationAttributes VerifyEmailIdentity', '*'],
    ],
  ],
  [
    'SESCrudPolicy',
    [
      [
        'ses:GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity',
        'ses::identity/{IdentityName}',
      ],
    ],
  ],
  [
    'SESEmailTemplateCrudPolicy',
    [['ses:CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate', '*']],
  ],
  ['SESSendBouncePolicy', [['ses:SendBounce', 'ses::identity/{IdentityName}']]],
  [
    'SageMakerCreateEndpointConfigPolicy',
    [['sagemaker:CreateEndpointConfig', 'sagemaker::endpoint-config/{EndpointConfigName}']],
  ],
  ['SageMakerCreateEndpointPolicy', [['sagemaker:CreateEndpoint', 'sagemaker::endpoint/{EndpointName}']]],
  [
    'TextractDetectAnalyzePolicy',
    [['textract:DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument', '*']],
  ],
  ['TextractGetResultPolicy', [['textract:GetDocumentTextDetection GetDocumentAnalysis', '*']]],
  ['TextractPolicy', [['textract:*', '*']]],
];
