import type { Ask, Kernel } from '../../service.ts';
import { type ExecutionRoles, LAMBDA_PRINCIPAL, type RoleSession } from '../dependencies.ts';
import { invalidParameter } from '../errors.ts';

/** The question whether the caller may hand this role to Lambda. */
export function askPassRole(role: string): Ask {
  return { action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': LAMBDA_PRINCIPAL } };
}

/** Fails unless the role exists and trusts Lambda. */
export function checkAssumable(identity: ExecutionRoles, role: string): void {
  if (identity.roleByArn(role) === undefined || !identity.mayAssume(LAMBDA_PRINCIPAL, role).allowed) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

/** Credentials of the execution role as it is now; undefined if it is gone or trusts Lambda no more. */
export function assumeExecutionRole(
  identity: ExecutionRoles,
  role: string,
  sessionName: string,
  seconds: number,
): RoleSession | undefined {
  // A role that is not there trusts nobody.
  const { allowed } = identity.mayAssume(LAMBDA_PRINCIPAL, role);
  return allowed ? identity.issueSession(role, sessionName, seconds) : undefined;
}

/** What a role needs to send to a dead-letter queue or destination. */
export function sendRight(targetArn: string): {
  service: string;
  operation: string;
  action: string;
  name: string;
} {
  const service = targetArn.split(':')[2];
  if (service === 'sns') return { service, operation: 'Publish', action: 'sns:Publish', name: 'SNS' };
  if (service === 'lambda') {
    return { service, operation: 'InvokeFunction', action: 'lambda:InvokeFunction', name: 'Lambda' };
  }
  return { service: 'sqs', operation: 'SendMessage', action: 'sqs:SendMessage', name: 'SQS' };
}

/** Whether the execution role may send there, by its own policies. Recorded as a decision. */
export function maySend(kernel: Kernel, identity: ExecutionRoles, role: string, targetArn: string): boolean {
  const { service, action } = sendRight(targetArn);
  const session = assumeExecutionRole(identity, role, 'awslambda-destination-check', 900);
  return (
    session !== undefined && kernel.decide(session.caller, service, { action, resource: targetArn }).allowed
  );
}

/** Fails unless the role may send to the dead-letter queue, as Lambda checks when it is configured. */
export function checkDeadLetterTarget(
  kernel: Kernel,
  identity: ExecutionRoles,
  role: string,
  targetArn: string,
): void {
  if (maySend(kernel, identity, role, targetArn)) return;
  const { operation, name } = sendRight(targetArn);
  throw invalidParameter(
    `The provided execution role does not have permissions to call ${operation} on ${name}`,
  );
}
