import type { TemplateJson } from '@wayleave/cloudformation';
import { describe, expect, test } from 'vitest';
import { prove } from '../../../src/prove/prove.ts';
import { changed, type Draft } from '../../support/mutations.ts';

function found(template: TemplateJson, id: string) {
  return prove(template).findings.filter((each) => each.id === id);
}

const logs = (statement: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  changed((template) => {
    Object.assign(template.Resources['Policy']?.Properties ?? {}, {
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] },
      ...more,
    });
  });

const topicPolicy = (statement: Record<string, unknown>) =>
  changed((template: Draft) => {
    template.Resources['TopicPolicy'] = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' }, ...statement }],
        },
      },
    };
  });

const WRITES = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const GROUPS = {
  'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/*`,
};

describe('grants that are too wide', () => {
  test('writing the log groups of functions alone is sound', () => {
    const template = logs({ Action: WRITES, Resource: GROUPS });
    expect(prove(template).findings.map(({ id }) => id)).not.toContain('WildcardResource');
    expect(found(template, 'WildcardAction')).toEqual([]);
  });

  test('writing logs everywhere is told of, not warned of', () => {
    expect(found(logs({ Action: WRITES, Resource: '*' }), 'WildcardResource')).toMatchObject([
      { severity: 'info' },
    ]);
  });

  test('a policy that another role has too is not patched', () => {
    const shared = logs({ Action: 'logs:*', Resource: '*' }, { Roles: [{ Ref: 'Role' }, 'another'] });
    const [finding] = found(shared, 'WildcardAction');
    expect(finding?.severity).toBe('warning');
    expect(finding?.patch).toBeUndefined();
  });

  test.each([
    ['every action', { Action: '*', Resource: '*' }, 'WildcardAction'],
    ['all actions but some', { NotAction: 'iam:*', Resource: '*' }, 'AllowsAllBut'],
    ['passing any role', { Action: 'iam:PassRole', Resource: '*' }, 'PassesAnyRole'],
  ])('an execution role that allows %s', (_, statement, id) => {
    const findings = found(logs(statement), id);
    expect(findings).toMatchObject([{ severity: 'warning', logicalId: 'Policy' }]);
    expect(findings[0]?.patch).toBeUndefined();
  });

  test('passing a role to one service is sound', () => {
    const Condition = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
    expect(found(logs({ Action: 'iam:PassRole', Resource: '*', Condition }), 'PassesAnyRole')).toEqual([]);
  });

  test('a topic that anybody may publish to', () => {
    expect(found(topicPolicy({ Principal: '*' }), 'OpenToAnybody')).toMatchObject([
      { logicalId: 'TopicPolicy' },
    ]);
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } };
    expect(found(topicPolicy({ Principal: '*', Condition }), 'OpenToAnybody')).toEqual([]);
  });

  test('a service that may publish for anybody', () => {
    const Principal = { Service: 'codestar-notifications.amazonaws.com' };
    expect(found(topicPolicy({ Principal }), 'ConfusedDeputy')).toMatchObject([{ logicalId: 'TopicPolicy' }]);
    const Condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(found(topicPolicy({ Principal, Condition }), 'ConfusedDeputy')).toEqual([]);
  });

  test('a permission is narrowed to the topic that uses it', () => {
    const template = changed((draft) => {
      delete draft.Resources['Permission']?.Properties?.['SourceArn'];
    });
    expect(found(template, 'ConfusedDeputy')).toMatchObject([
      {
        patch: [
          {
            op: 'add',
            path: ['Resources', 'Permission', 'Properties', 'SourceArn'],
            value: { Ref: 'Topic' },
          },
        ],
      },
    ]);
  });

  test('a permission that its topic waits for is not patched: that would make a circle', () => {
    const template = changed((draft) => {
      delete draft.Resources['Permission']?.Properties?.['SourceArn'];
      const topic = draft.Resources['Topic'];
      if (topic !== undefined) topic.DependsOn = 'Permission';
    });
    const [finding] = found(template, 'ConfusedDeputy');
    expect(finding).toBeDefined();
    expect(finding?.patch).toBeUndefined();
  });
});
