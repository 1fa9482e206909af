import { describe, expect, it } from 'vitest';
import { bodyOf } from './support/module-of.ts';

describe('policy documents', () => {
  const policy = (statement: string) =>
    bodyOf(`
Resources:
  P:
    Type: AWS::SNS::TopicPolicy
    Properties: {Topics: [a], PolicyDocument: {Version: 2012-10-17, Statement: [${statement}]}}
`);

  it('are made by allow and deny where those make the same', () => {
    expect(
      policy(`{Effect: Deny, Sid: Tls, Action: ['sns:*'], Resource: ['*'], Principal: '*',
        Condition: {Bool: {aws:SecureTransport: 'false'}}}`),
    ).toContain(`deny({
        sid: 'Tls',
        actions: ['sns:*'],
        resources: ['*'],
        principals: '*',
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      })`);
  });

  it('keep a statement that those would write otherwise', () => {
    expect(policy("{Effect: Allow, Action: 'sns:Publish', Resource: '*', Principal: '*'}")).toContain(
      "policyDocument({ Effect: 'Allow', Action: 'sns:Publish', Resource: '*', Principal: '*' })",
    );
  });

  it('keep a statement with a key that the compiler would not find on its list', () => {
    expect(
      policy(`{Effect: Allow, Action: ['sns:Publish'], Resource: ['*'], Principal: '*',
        Condition: {StringEquals: {AWS:SourceAccount: '1'}}}`),
    ).toContain("Condition: { StringEquals: { 'AWS:SourceAccount': '1' } }");
  });
});

it('writes rules with the functions of rules', () => {
  expect(
    bodyOf(`
Parameters: {Vpcs: {Type: 'List<AWS::EC2::VPC::Id>'}}
Rules:
  Known:
    RuleCondition: !Not [!Equals [!Ref AWS::Region, eu-west-1]]
    Assertions:
      - Assert: {Fn::EachMemberIn: [{Fn::ValueOf: [Vpcs, Id]}, {Fn::RefAll: AWS::EC2::VPC::Id}]}
        AssertDescription: A VPC of this account
Resources: {}
`),
  ).toContain(`t.rule('Known', {
  RuleCondition: not(equals(Region, 'eu-west-1')),
`);
});
