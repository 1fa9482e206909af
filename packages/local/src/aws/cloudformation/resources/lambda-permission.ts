import { createOnly, optional, required, string } from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const lambdaPermission = resourceType({
  type: 'AWS::Lambda::Permission',
  properties: {
    FunctionName: createOnly(required(string)),
    Action: createOnly(required(string)),
    Principal: createOnly(required(string)),
    SourceArn: createOnly(optional(string)),
    SourceAccount: createOnly(optional(string)),
    PrincipalOrgID: createOnly(optional(string)),
    EventSourceToken: createOnly(optional(string)),
  },
  unbuilt: ['FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
  attributes: ['Id'],

  async create(input, work) {
    const StatementId = work.generateName(100);
    await work.call('lambda', 'AddPermission', { StatementId, ...input });
    work.created(StatementId);
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },

  async delete({ physicalId: StatementId }, { FunctionName }, work) {
    await unlessMissing(() => work.call('lambda', 'RemovePermission', { FunctionName, StatementId }));
  },
});
