// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  getAtt,
  hopOf,
  lambda,
  proofOf,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
  topic,
} from './support.ts';

const bare = (...statements: readonly object[]) => {
  const made: Resources = role(...statements);
  remove(made, 'Properties.ManagedPolicyArns');
  return made;
};

describe('a role publishes to a topic', () => {
  const base = (): Resources => ({ Publisher: bare(statement('sns:Publish', ref('Topic'))), Topic: topic() });
  const table: readonly Case[] = [
    {
      name: 'a statement that names the topic',
      change: () => {},
      answer: 'allowed',
      words: /policy "own" of Publisher: sns:Publish on Topic/,
    },
    {
      name: 'a topic policy that denies it',
      change: (r) => {
        set(r, 'TopicPolicy', {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [ref('Topic')],
            PolicyDocument: document({
              Effect: 'Deny',
              Principal: '*',
              Action: 'sns:Publish',
              Resource: '*',
            }),
          },
        });
      },
      answer: 'denied',
      words: /TopicPolicy "TopicPolicy": denies sns:Publish/,
    },
    {
      name: 'a condition on the caller',
      change: (r) => {
        set(r, 'Publisher.Properties.Policies.0.PolicyDocument.Statement.0.Condition', {
          IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
        });
      },
      answer: 'unknown',
      words: /aws:SourceIp/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Publisher', 'publish', 'Topic', each));

  it('a user with a policy of its group', () => {
    const resources: Resources = {
      Group: {
        Type: 'AWS::IAM::Group',
        Properties: {
          Policies: [{ PolicyName: 'tell', PolicyDocument: document(statement('sns:*', ref('Topic'))) }],
        },
      },
      User: { Type: 'AWS::IAM::User', Properties: { Groups: [ref('Group')] } },
      Topic: topic(),
    };
    expect(hopOf(proofOf(resources), 'User', 'publish', 'Topic').because).toMatch(/policy "tell" of Group/);
  });
  it('a function through its role, and the function that it may invoke', () => {
    const resources: Resources = {
      Role: role(
        statement('sns:Publish', ref('Topic')),
        statement('lambda:InvokeFunction', getAtt('Second')),
      ),
      Function: lambda(),
      OtherRole: role(),
      Second: lambda({ Role: getAtt('OtherRole') }),
      Topic: topic(),
    };
    const proof = proofOf(resources);
    expect(hopOf(proof, 'Function', 'publish', 'Topic').answer).toBe('allowed');
    expect(hopOf(proof, 'Function', 'invoke', 'Second').answer).toBe('allowed');
  });
});
