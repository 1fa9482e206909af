import type { AuthorizationRequest, NamedPolicy, PolicyDocument, Principal, Statement } from '@wayleave/iam';

export const HOME = '111122223333';
export const AWAY = '444455556666';
export const TOPIC = `arn:aws:sns:us-east-1:${HOME}:uploads`;
export const FUNCTION = `arn:aws:lambda:us-east-1:${HOME}:function:video`;
export const ROLE = `arn:aws:iam::${HOME}:role/service/video`;

export const user: Principal = { type: 'user', arn: `arn:aws:iam::${HOME}:user/team/ana`, userId: 'AIDAANA' };
export const session: Principal = {
  type: 'assumed-role',
  arn: `arn:aws:sts::${HOME}:assumed-role/video/run-1`,
  roleArn: ROLE,
  userId: 'AROAVIDEO:run-1',
};
export const root: Principal = { type: 'root', arn: `arn:aws:iam::${HOME}:root` };
export const federatedUser: Principal = { type: 'federated', arn: `arn:aws:sts::${HOME}:federated-user/bo` };
export const sns: Principal = { type: 'service', arn: 'sns.amazonaws.com' };
export const google: Principal = { type: 'federated', arn: 'accounts.google.com' };
export const anonymous: Principal = { type: 'anonymous', arn: '*' };
export const stranger: Principal = { type: 'user', arn: `arn:aws:iam::${AWAY}:user/eve` };

export function document(...Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

export function policy(name: string, ...statements: readonly Statement[]): NamedPolicy {
  return { name, document: document(...statements) };
}

export function ask(principal: Principal, more: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return { principal, action: 'sns:Publish', resource: TOPIC, ...more };
}

export const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
export const nothing: Statement = { Effect: 'Deny', Action: '*', Resource: '*' };
