import type { Caller } from '../service.ts';

/** What CloudFormation asks about the roles that stacks are deployed with. */
export interface ServiceRoles {
  /** Whether the role's trust policy lets CloudFormation assume it; records the decision. */
  mayAssume(servicePrincipal: string, roleArn: string): { readonly allowed: boolean };
  issueSession(roleArn: string, sessionName: string, durationSeconds: number): { readonly caller: Caller };
  roleByArn(arn: string): object | undefined;
}
