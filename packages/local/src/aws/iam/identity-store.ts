import type { NamedPolicy } from '@wayleave/iam';
import { parsePolicyDocument } from '@wayleave/iam';
import type { Clock } from '../../clock.ts';
import type { Caller } from '../service.ts';
import type { AccessKey, Credential, ManagedPolicy, Principal, Role, Session, User } from './entities.ts';
import { secretKey, sessionToken, uniqueId } from './ids.ts';
import { AWS_MANAGED_POLICIES } from './managed-policies.ts';

/** The policies of a caller, as `evaluate` of @wayleave/iam takes them. */
export interface CallerPolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
}

/** Users, roles, policies and credentials of one account. Names are keys as IAM compares them: without case. */
export interface IdentityStore {
  readonly accountId: string;
  readonly partition: string;
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  /** By ARN, AWS's own included. */
  readonly policies: Map<string, ManagedPolicy>;
  readonly accessKeys: Map<string, AccessKey>;
  arn(resource: string): string;
  roleByArn(arn: string): Role | undefined;
  /** Who an access key speaks for; undefined for unknown and inactive keys and for sessions of a deleted role. */
  credential(accessKeyId: string): Credential | undefined;
  policiesOf(caller: Caller): CallerPolicies;
  /** Tags of the user or role: the condition keys aws:PrincipalTag/…. */
  tagsOf(caller: Caller): ReadonlyMap<string, string>;
  /** Temporary credentials of a role; asks nobody whether they may be had. */
  issueSession(
    roleArn: string,
    sessionName: string,
    durationSeconds: number,
    sessionPolicies?: readonly NamedPolicy[],
  ): Session;
  /** Temporary credentials of a user (GetSessionToken). */
  issueUserSession(caller: Caller, durationSeconds: number): Session;
}

export interface IdentityStoreOptions {
  readonly accountId: string;
  readonly partition: string;
  readonly clock: Clock;
}

export function createIdentityStore({ accountId, partition, clock }: IdentityStoreOptions): IdentityStore {
  const users = new Map<string, User>();
  const roles = new Map<string, Role>();
  const policies = awsManaged(partition);
  const accessKeys = new Map<string, AccessKey>();
  const sessions = new Map<string, Session>();
  const arn = (resource: string) => `arn:${partition}:iam::${accountId}:${resource}`;
  const userCaller = (user: User): Caller => ({
    kind: 'user',
    arn: user.arn,
    accountId,
    userId: user.userId,
  });

  const named = (owner: string, principal: Principal): NamedPolicy[] => [
    ...[...principal.inline].map(([name, { document }]) => ({
      name: `inline policy "${name}" of ${owner}`,
      document,
    })),
    ...[...principal.attached].flatMap((policyArn) => {
      const policy = policies.get(policyArn);
      return policy === undefined
        ? []
        : [{ name: `managed policy "${policy.policyName}" of ${owner}`, document: policy.document.document }];
    }),
  ];
  const bounded = (principal: Principal): { boundary?: NamedPolicy } => {
    const policy = principal.boundary === undefined ? undefined : policies.get(principal.boundary);
    if (policy === undefined) return {};
    return {
      boundary: { name: `permissions boundary "${policy.policyName}"`, document: policy.document.document },
    };
  };
  const roleOf = (caller: Caller): Role | undefined => {
    const roleId = caller.userId.split(':')[0];
    return [...roles.values()].find((role) => role.roleId === roleId);
  };
  const userOf = (caller: Caller): User | undefined =>
    [...users.values()].find((user) => user.userId === caller.userId);

  const remember = (caller: Caller, durationSeconds: number): Session => {
    const now = clock.now();
    // Expired sessions still have to answer ExpiredToken for a while, then they are forgotten.
    for (const [id, old] of sessions) if (old.expiration.getTime() + 86_400_000 < now) sessions.delete(id);
    const session: Session = {
      accessKeyId: uniqueId('ASIA'),
      secretAccessKey: secretKey(),
      sessionToken: sessionToken(),
      // STS tells whole seconds.
      expiration: new Date(Math.floor(now / 1000) * 1000 + durationSeconds * 1000),
      caller,
    };
    sessions.set(session.accessKeyId, session);
    return session;
  };

  return {
    accountId,
    partition,
    users,
    roles,
    policies,
    accessKeys,
    arn,
    roleByArn: (roleArn) => [...roles.values()].find((role) => role.arn === roleArn),
    credential(accessKeyId) {
      const session = sessions.get(accessKeyId);
      if (session !== undefined) {
        const { caller } = session;
        const alive = caller.kind === 'user' ? userOf(caller) : roleOf(caller);
        return alive && session;
      }
      const key = accessKeys.get(accessKeyId);
      const user = key?.status === 'Active' ? users.get(key.userName.toLowerCase()) : undefined;
      return key && user && { secretAccessKey: key.secretAccessKey, caller: userCaller(user) };
    },
    policiesOf(caller) {
      if (caller.kind === 'user') {
        const user = userOf(caller);
        return user === undefined
          ? { identity: [] }
          : { identity: named(`user ${user.userName}`, user), ...bounded(user) };
      }
      if (caller.kind === 'assumed-role') {
        const role = roleOf(caller);
        const session = caller.sessionPolicies === undefined ? {} : { session: caller.sessionPolicies };
        return role === undefined
          ? { identity: [] }
          : { identity: named(`role ${role.roleName}`, role), ...bounded(role), ...session };
      }
      return { identity: [] };
    },
    tagsOf: (caller) => (caller.kind === 'user' ? userOf(caller) : roleOf(caller))?.tags ?? new Map(),
    issueSession(roleArn, sessionName, durationSeconds, sessionPolicies) {
      const role = [...roles.values()].find((candidate) => candidate.arn === roleArn);
      if (role === undefined)
        throw new RangeError(`No role ${roleArn} to issue a session for; create it first.`);
      const caller: Caller = {
        kind: 'assumed-role',
        arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`,
        accountId,
        userId: `${role.roleId}:${sessionName}`,
        roleArn,
        ...(sessionPolicies !== undefined && sessionPolicies.length > 0 && { sessionPolicies }),
      };
      return remember(caller, durationSeconds);
    },
    issueUserSession: (caller, durationSeconds) => remember({ ...caller, temporary: true }, durationSeconds),
  };
}

function awsManaged(partition: string): Map<string, ManagedPolicy> {
  return new Map(
    AWS_MANAGED_POLICIES.map(({ path, name, policyId, description, document }) => {
      const arn = `arn:${partition}:iam::aws:policy${path}${name}`;
      const policy: ManagedPolicy = {
        policyName: name,
        policyId,
        path,
        arn,
        createDate: new Date('2015-02-06T18:39:46Z'),
        description,
        document: { text: JSON.stringify(document), document: parsePolicyDocument(document) },
        awsManaged: true,
        tags: new Map(),
      };
      return [arn, policy] as const;
    }),
  );
}
