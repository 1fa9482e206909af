import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../src/index.ts';
import { prove } from '../../src/prove/prove.ts';
import { document, getAtt, ref, statement } from '../prove/hops/support.ts';

describe('the policy of an event bus', () => {
  const answerWith = (own: unknown) =>
    prove({
      Resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
        Policy: {
          Type: 'AWS::Events::EventBusPolicy',
          Properties: { StatementId: 'a', EventBusName: ref('Bus'), Statement: own },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: document({
              Effect: 'Allow',
              Principal: { Service: 'scheduler.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
            Policies: [
              { PolicyName: 'p', PolicyDocument: document(statement('events:PutEvents', getAtt('Bus'))) },
            ],
          },
        },
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: {
              Arn: getAtt('Bus'),
              RoleArn: getAtt('Role'),
              EventBridgeParameters: { Source: 'a', DetailType: 'b' },
            },
          },
        },
      },
    } as TemplateJson).hops.map(({ answer }) => answer);

  it('is not passed over because it cannot be read', () => {
    const readable = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'events:PutEvents' };
    expect(answerWith({ ...readable, Resource: getAtt('Bus') })).not.toContain('unknown');
    expect(answerWith({ Effect: 'Maybe' })).toContain('unknown');
  });
});
