import type { StepId } from '@wayleave/provision';
import type { Piece } from '../stack.ts';

/** One piece of authorisation that can be left out, to see who refuses then, and how. */
export interface Break {
  readonly id: string;
  readonly leavesOut: string;
  /** What mends it. */
  readonly fix: string;
  /** Steps of the Microsoft set-up that are not taken. */
  readonly exceptSteps?: readonly StepId[];
  /** Pieces of the stack that are not described. */
  readonly withoutPieces?: readonly Piece[];
  /** The function is not given the new client secret and goes on with one that Entra does not know. */
  readonly staleSecret?: true;
}

export const breaks: readonly Break[] = [
  {
    id: 'secret',
    leavesOut: 'handing the new client secret to the function, which goes on with an old one',
    fix: "Deploy with the secret's value (not its id) as the parameter EntraClientSecret.",
    staleSecret: true,
  },
  {
    id: 'service-principal',
    leavesOut: "the app's service principal in the tenant",
    fix: 'POST /servicePrincipals {"appId": …} on Microsoft Graph, or grant admin consent once.',
    exceptSteps: ['service-principal'],
  },
  {
    id: 'application-user',
    leavesOut: 'the application user in the Dataverse environment',
    fix: 'POST systemusers {"applicationid": …, "businessunitid@odata.bind": …}, then give it the role.',
    exceptSteps: ['application-user'],
  },
  {
    id: 'role',
    leavesOut: 'giving the security role to the application user',
    fix: 'POST systemusers(<id>)/systemuserroles_association/$ref with the role "Video pipeline".',
    exceptSteps: ['role-assignment'],
  },
  {
    id: 'impersonation-privilege',
    leavesOut: 'prvActOnBehalfOfAnotherUser in the security role',
    fix: 'AddPrivilegesRole with prvActOnBehalfOfAnotherUser at depth Global, or give the role "Delegate".',
    exceptSteps: ['impersonation-privilege'],
  },
  {
    id: 'lambda-permission',
    leavesOut: 'the AWS::Lambda::Permission that lets SNS invoke the function',
    fix: 'Add AWS::Lambda::Permission: lambda:InvokeFunction, Principal sns.amazonaws.com, SourceArn = the topic.',
    withoutPieces: ['lambda-permission'],
  },
  {
    id: 'execution-role-logs',
    leavesOut: "the execution role's right to write its log group",
    fix: 'Allow logs:CreateLogStream and logs:PutLogEvents on the log group in the execution role.',
    withoutPieces: ['execution-role-logs'],
  },
  {
    id: 'subscription',
    leavesOut: "the function's subscription to the topic",
    fix: "Add AWS::SNS::Subscription: Protocol lambda, Endpoint = the function's ARN, DependsOn the permission.",
    withoutPieces: ['subscription'],
  },
];

export function findBreak(id: string): Break | undefined {
  return breaks.find((one) => one.id === id);
}
