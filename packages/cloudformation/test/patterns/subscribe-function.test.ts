import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { snsToLambda, subscribeFunction } from '@wayleave/cloudformation/patterns';
import { describe, expect, it } from 'vitest';
import { code, properties, withTopic } from './support.ts';

describe('subscribeFunction', () => {
  it('has a second topic invoke a function that is there', () => {
    const { t, uploads } = withTopic();
    const corrections = t.add('Corrections', Topic());
    const { fn } = t.use(snsToLambda({ topic: uploads, ...code }));
    const { permission, deadLetterQueue } = t.use(subscribeFunction({ topic: corrections, fn }));
    const json = t.toJson();
    expect(properties(json, permission.logicalId)).toMatchObject({
      FunctionName: { 'Fn::GetAtt': ['UploadsFunction', 'Arn'] },
      SourceArn: { Ref: 'Corrections' },
    });
    expect(json.Resources['CorrectionsUploadsFunctionSubscription']).toMatchObject({
      DependsOn: [permission.logicalId, `${deadLetterQueue.logicalId}Policy`],
      Properties: { Endpoint: { 'Fn::GetAtt': ['UploadsFunction', 'Arn'] } },
    });
  });

  it('permits and subscribes exactly the alias or the version that it is given', () => {
    const { t, uploads } = withTopic();
    const corrections = t.add('Corrections', Topic());
    const { alias, version } = t.use(snsToLambda({ topic: uploads, ...code, alias: 'live' }));
    for (const fn of [alias, version]) {
      const { permission, subscription } = t.use(subscribeFunction({ topic: corrections, fn }));
      const json = t.toJson();
      expect(properties(json, permission.logicalId)['FunctionName']).toEqual(fn.ref);
      expect(properties(json, subscription.logicalId)['Endpoint']).toEqual(fn.ref);
    }
  });

  it('refuses a FIFO topic', () => {
    const t = template();
    const { fn } = t.use(snsToLambda({ name: 'Own', ...code }));
    const orders = t.add('Orders', Topic({ FifoTopic: true }));
    expect(() => t.use(subscribeFunction({ topic: orders, fn }))).toThrow(
      expect.objectContaining({ code: 'FifoTopic' }),
    );
  });
});
