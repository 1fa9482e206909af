import type { Clock } from '../../clock.ts';
import type { Trail } from '../../trail.ts';
import type { Role } from '../iam/entities.ts';
import type { IdentityStore } from '../iam/identity-store.ts';
import type { Caller, Kernel, Service } from '../service.ts';

/** What services may know of identities: roles, whether one may be assumed, and sessions of it. */
export interface Identity {
  readonly store: IdentityStore;
  roleByArn(arn: string): Role | undefined;
  /**
   * Asks the role's trust policy (and the caller's own policies) about sts:AssumeRole and records the answer.
   * `principal` is a caller, or a service principal such as `lambda.amazonaws.com`.
   */
  mayAssume(
    principal: Caller | string,
    roleArn: string,
  ): { allowed: true } | { allowed: false; refusal: string };
  issueSession: IdentityStore['issueSession'];
}

/** What every service gets beside the kernel. */
export interface ServiceDependencies {
  readonly clock: Clock;
  readonly trail: Trail;
  readonly identity: Identity;
  /** Where the local AWS answers, without a trailing slash. */
  readonly origin: string;
}

/** Makes a service once the kernel is there; called once for each AWS. */
export type ServiceFactory = (kernel: Kernel, dependencies: ServiceDependencies) => Service;
