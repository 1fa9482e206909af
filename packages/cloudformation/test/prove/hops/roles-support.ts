import { type Case, document, set } from './support.ts';

/** A role that a service may assume, with these statements. */
export const actor = (service: string, ...statements: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
    }),
    Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }],
  },
});
export const trusted = 'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service';
export const allowed = 'Actor.Properties.Policies.0.PolicyDocument.Statement.0';

/** What goes wrong with every role. */
export const faults = (service: string): readonly Case[] => [
  { name: 'the right role', change: () => {}, answer: 'allowed' },
  {
    name: 'a role that trusts another service',
    change: (r) => set(r, trusted, 'ec2.amazonaws.com'),
    answer: 'denied',
    words: new RegExp(`trust policy of Actor does not let ${service}`),
  },
  {
    name: 'a role without the action',
    change: (r) => set(r, `${allowed}.Action`, 's3:GetObject'),
    answer: 'denied',
    words: /Actor/,
  },
  {
    name: 'a role for something else',
    change: (r) => set(r, `${allowed}.Resource`, 'arn:aws:s3:::other'),
    answer: 'denied',
  },
];
