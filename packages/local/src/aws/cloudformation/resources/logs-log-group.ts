import { createOnly, integer, optional, string, tags } from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';
import { tagChanges, tagMap } from './tag-changes.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logsLogGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  properties: {
    LogGroupName: createOnly(optional(string)),
    RetentionInDays: optional(integer),
    Tags: optional(tags),
  },
  unbuilt: [
    'KmsKeyId',
    'DataProtectionPolicy',
    'FieldIndexPolicies',
    'LogGroupClass',
    'ResourcePolicyDocument',
    'DeletionProtectionEnabled',
    'BearerTokenAuthenticationEnabled',
  ],
  attributes: ['Arn'],
  nameProperty: 'LogGroupName',

  async create({ LogGroupName, RetentionInDays, Tags }, work) {
    const logGroupName = LogGroupName ?? work.generateName(512);
    await work.call('cloudwatch-logs', 'CreateLogGroup', {
      logGroupName,
      ...(Tags !== undefined && Tags.length > 0 && { tags: tagMap(Tags) }),
    });
    work.created(logGroupName);
    if (RetentionInDays !== undefined) {
      await work.call('cloudwatch-logs', 'PutRetentionPolicy', {
        logGroupName,
        retentionInDays: RetentionInDays,
      });
    }
    // The attribute, unlike the group's ARN in tagging, ends in `:*`, which is what policies need.
    const Arn = `arn:${work.partition}:logs:${work.region}:${work.accountId}:log-group:${logGroupName}:*`;
    return { physicalId: logGroupName, attributes: { Arn } };
  },

  async update({ physicalId: logGroupName, attributes }, { RetentionInDays, Tags }, previous, work) {
    if (RetentionInDays !== previous.RetentionInDays) {
      if (RetentionInDays === undefined)
        await work.call('cloudwatch-logs', 'DeleteRetentionPolicy', { logGroupName });
      else {
        await work.call('cloudwatch-logs', 'PutRetentionPolicy', {
          logGroupName,
          retentionInDays: RetentionInDays,
        });
      }
    }
    const { set, removed } = tagChanges(previous.Tags, Tags);
    const resourceArn = attributes['Arn']?.replace(/:\*$/, '');
    if (set.length > 0) await work.call('cloudwatch-logs', 'TagResource', { resourceArn, tags: tagMap(set) });
    if (removed.length > 0)
      await work.call('cloudwatch-logs', 'UntagResource', { resourceArn, tagKeys: removed });
    return undefined;
  },

  async delete({ physicalId: logGroupName }, _input, work) {
    await unlessMissing(() => work.call('cloudwatch-logs', 'DeleteLogGroup', { logGroupName }));
  },
});
