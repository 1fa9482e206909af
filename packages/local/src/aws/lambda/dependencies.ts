import type { Clock } from '../../clock.ts';
import type { Caller, Kernel } from '../service.ts';

/** Temporary credentials of a role, and who they make of their bearer. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly caller: Caller;
}

/** What Lambda asks about execution roles. */
export interface ExecutionRoles {
  /** The role with this ARN, or undefined. */
  roleByArn(arn: string): object | undefined;
  /** Whether the role's trust policy lets this service assume it; records the decision. */
  mayAssume(servicePrincipal: string, roleArn: string): { readonly allowed: boolean };
  issueSession(roleArn: string, sessionName: string, durationSeconds: number): RoleSession;
}

/** What Lambda needs of its surroundings. */
export interface LambdaDependencies {
  readonly kernel: Kernel;
  /** Time of retries, event ages, idle environments, log events. */
  readonly clock: Clock;
  readonly identity: ExecutionRoles;
  /** `AWS_ENDPOINT_URL` of functions: where local AWS listens. Also the origin of queue URLs. */
  endpoint(): string;
  /** Further environment variables of every function's process, as `NODE_EXTRA_CA_CERTS`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A directory for the functions' code and temporary files; the caller makes and removes it. */
  readonly workDirectory: string;
  /** Time of what processes do: timeouts and durations. The machine's clock unless told otherwise. */
  readonly processClock?: Clock;
  /** How many environments one function may have at a time: 10 unless told otherwise. */
  readonly concurrency?: number;
}

/** The service principal of Lambda. */
export const LAMBDA_PRINCIPAL = 'lambda.amazonaws.com';
