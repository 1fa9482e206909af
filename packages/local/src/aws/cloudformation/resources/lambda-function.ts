import { inlineCode } from './inline-code.ts';
import {
  createOnly,
  integer,
  list,
  object,
  optional,
  PropertyError,
  type Read,
  required,
  string,
  stringMap,
  tags,
} from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';
import { tagChanges, tagMap } from './tag-changes.ts';

const properties = {
  FunctionName: createOnly(optional(string)),
  Role: required(string),
  Code: required(
    object(
      {
        ZipFile: optional(string),
        S3Bucket: optional(string),
        S3Key: optional(string),
        S3ObjectVersion: optional(string),
      },
      ['ImageUri', 'SourceKMSKeyArn', 'S3ObjectStorageMode'],
    ),
  ),
  Handler: optional(string),
  Runtime: optional(string),
  Description: optional(string),
  Timeout: optional(integer),
  MemorySize: optional(integer),
  Architectures: optional(list(string)),
  EphemeralStorage: optional(object({ Size: required(integer) })),
  Environment: optional(object({ Variables: optional(stringMap) })),
  DeadLetterConfig: optional(object({ TargetArn: optional(string) })),
  LoggingConfig: optional(
    object({
      LogFormat: optional(string),
      LogGroup: optional(string),
      ApplicationLogLevel: optional(string),
      SystemLogLevel: optional(string),
    }),
  ),
  PackageType: createOnly(optional(string)),
  TracingConfig: optional(object({ Mode: optional(string) })),
  Tags: optional(tags),
};

type FunctionProperties = Read<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  properties,
  unbuilt: [
    'ImageConfig',
    'VpcConfig',
    'RuntimeManagementConfig',
    'ReservedConcurrentExecutions',
    'SnapStart',
    'FileSystemConfigs',
    'KmsKeyArn',
    'CodeSigningConfigArn',
    'Layers',
    'FunctionScalingConfig',
    'DurableConfig',
    'PublishToLatestPublished',
    'TenancyConfig',
    'CapacityProviderConfig',
    'RecursiveLoop',
  ],
  attributes: ['Arn'],
  nameProperty: 'FunctionName',

  async create(input, work) {
    const FunctionName = input.FunctionName ?? work.generateName(64);
    const { FunctionArn } = await work.call<{ FunctionArn: string }>('lambda', 'CreateFunction', {
      FunctionName,
      Role: input.Role,
      Code: codeOf(input),
      ...(input.PackageType !== undefined && { PackageType: input.PackageType }),
      ...settingsOf(input),
      ...(input.Tags !== undefined && input.Tags.length > 0 && { Tags: tagMap(input.Tags) }),
    });
    work.created(FunctionName);
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn } };
  },

  async update({ physicalId: FunctionName, attributes }, input, previous, work) {
    if (!same(codeSource(input), codeSource(previous))) {
      const code = codeOf(input);
      await work.call('lambda', 'UpdateFunctionCode', {
        FunctionName,
        ...code,
        ...(input.Architectures !== undefined && { Architectures: input.Architectures }),
      });
    }
    const settings = changeable(FunctionName, input);
    if (!same(settings, changeable(FunctionName, previous))) {
      await work.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...settings });
    }
    const { set, removed } = tagChanges(previous.Tags, input.Tags);
    const Resource = attributes['Arn'];
    if (set.length > 0) await work.call('lambda', 'TagResource', { Resource, Tags: tagMap(set) });
    if (removed.length > 0) await work.call('lambda', 'UntagResource', { Resource, TagKeys: removed });
    return undefined;
  },

  async delete({ physicalId: FunctionName }, _input, work) {
    await unlessMissing(() => work.call('lambda', 'DeleteFunction', { FunctionName }));
  },
});

/** All settings; one that was taken out of the template goes back to what a new function has. */
function changeable(functionName: string, input: FunctionProperties): Record<string, unknown> {
  const { Architectures: _goWithTheCode, ...settings } = settingsOf(input);
  return {
    Role: input.Role,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: {} },
    DeadLetterConfig: { TargetArn: '' },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` },
    ...settings,
  };
}

function settingsOf(input: FunctionProperties): Record<string, unknown> {
  const {
    FunctionName: _name,
    Role: _role,
    Code: _code,
    PackageType: _type,
    Tags: _tags,
    ...settings
  } = input;
  return settings;
}

function codeSource({ Code, Runtime, Architectures }: FunctionProperties): object {
  return { Code, Architectures, ...(Code.ZipFile !== undefined && { Runtime }) };
}

function codeOf({ Code, Runtime }: FunctionProperties): Record<string, unknown> {
  const { ZipFile, ...location } = Code;
  if (ZipFile === undefined) return location;
  if (Object.keys(location).length > 0) {
    throw new PropertyError('Please provide only one of Code.ZipFile and the location of code in Amazon S3.');
  }
  return { ZipFile: inlineCode(ZipFile, Runtime ?? '') };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
