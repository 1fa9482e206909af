import { createOnly, integer, object, optional, type Read, required, string } from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

const destination = optional(object({ Destination: required(string) }));
const properties = {
  FunctionName: createOnly(required(string)),
  Qualifier: createOnly(required(string)),
  MaximumRetryAttempts: optional(integer),
  MaximumEventAgeInSeconds: optional(integer),
  DestinationConfig: optional(object({ OnSuccess: destination, OnFailure: destination })),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const lambdaEventInvokeConfig = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties,

  async create(input, work) {
    const id = `${input.FunctionName}|${input.Qualifier}`;
    await put(input, work);
    work.created(id);
    return { physicalId: id, attributes: {} };
  },

  async update(_resource, input, _previous, work) {
    await put(input, work);
    return undefined;
  },

  async delete(_resource, { FunctionName, Qualifier }, work) {
    await unlessMissing(() =>
      work.call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier }),
    );
  },
});

async function put(input: Read<typeof properties>, work: Work): Promise<void> {
  await work.call('lambda', 'PutFunctionEventInvokeConfig', input);
}
