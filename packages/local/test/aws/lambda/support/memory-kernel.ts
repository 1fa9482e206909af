import { randomUUID } from 'node:crypto';
import { evaluate, type NamedPolicy, type PolicyDocument } from '@wayleave/iam';
import type { ExecutionRoles } from '../../../../src/aws/lambda/dependencies.ts';
import {
  type Ask,
  AwsError,
  type Call,
  type Caller,
  type Kernel,
  type Service,
} from '../../../../src/aws/service.ts';
import type { Clock } from '../../../../src/clock.ts';
import { createTrail, type Trail } from '../../../../src/trail.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export const ADMIN: Caller = {
  kind: 'root',
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
  userId: ACCOUNT,
};

/** A call of a service that has no table here. */
export interface ForeignCall {
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface MemoryKernel {
  readonly kernel: Kernel;
  readonly identity: ExecutionRoles;
  readonly trail: Trail;
  readonly foreign: ForeignCall[];
  add(service: Service): void;
  /** Makes or replaces a role: what it may do, and whom it trusts. */
  role(name: string, allow: readonly object[], trusts?: string): string;
  removeRole(name: string): void;
  /** Answers calls of services that are not in the kernel; without one they succeed with `{}`. */
  onForeign(answer: (call: ForeignCall) => object): void;
  settled(): Promise<void>;
}

/** The kernel's interface over a map of services, with IAM asked as the real one does it. */
export function createMemoryKernel(clock: Clock): MemoryKernel {
  const services = new Map<string, Service>();
  const roles = new Map<string, { identity: NamedPolicy; trust: NamedPolicy }>();
  const trail = createTrail();
  const foreign: ForeignCall[] = [];
  const inFlight = new Set<Promise<unknown>>();
  let answerForeign: (call: ForeignCall) => object = () => ({});

  const decide = (caller: Caller, service: string, ask: Ask) => {
    const identity = caller.kind === 'root' ? [ADMINISTRATOR] : policiesOf(caller.roleArn);
    const answer = evaluate(
      {
        principal: { ...caller, type: caller.kind },
        action: ask.action,
        resource: ask.resource,
        resourceAccountId: ACCOUNT,
        context: {
          ...(caller.sourceArn === undefined ? {} : { 'aws:SourceArn': caller.sourceArn }),
          ...(caller.sourceAccount === undefined ? {} : { 'aws:SourceAccount': caller.sourceAccount }),
          ...ask.context,
        },
      },
      { identity, ...(ask.resourcePolicy === undefined ? {} : { resource: ask.resourcePolicy }) },
    );
    const { allowed, decidedBy } = answer;
    const { action, resource } = ask;
    trail.record({
      at: clock.now(),
      cloud: 'aws',
      service,
      principal: caller.arn,
      action,
      resource,
      allowed,
      decidedBy,
      ms: 0,
    });
    return answer.allowed
      ? ({ allowed: true } as const)
      : ({ allowed: false, refusal: answer.message } as const);
  };
  const policiesOf = (roleArn: string | undefined): NamedPolicy[] => {
    const role = roles.get(roleArn ?? '');
    return role === undefined ? [] : [role.identity];
  };

  const kernel: Kernel = {
    region: REGION,
    accountId: ACCOUNT,
    partition: 'aws',
    async call<O>(caller: Caller, service: string, operation: string, input: object): Promise<O> {
      const known = services.get(service);
      if (known === undefined) {
        const call = { caller, service, operation, input: { ...input } };
        foreign.push(call);
        return answerForeign(call) as O; // The test says what the service answers.
      }
      const found = known.operations[operation];
      if (found === undefined) throw new AwsError('UnknownOperationException', operation);
      const call: Call = {
        caller,
        region: REGION,
        accountId: ACCOUNT,
        requestId: randomUUID(),
        sourceIp: '127.0.0.1',
        now: clock.now(),
      };
      for (const ask of found.authorize(input as never, call)) {
        const answer = decide(caller, service, ask);
        if (!answer.allowed) throw new AwsError('AccessDeniedException', answer.refusal, 403);
      }
      return (await found.run(input as never, call)) as O;
    },
    decide,
    track(work) {
      const seen = work.then(
        () => {},
        () => {},
      );
      inFlight.add(seen);
      void seen.then(() => inFlight.delete(seen));
      return work;
    },
  };

  return {
    kernel,
    trail,
    foreign,
    add: (service) => void services.set(service.table, service),
    role(name, allow, trusts = 'lambda.amazonaws.com') {
      const arn = roleArn(name);
      roles.set(arn, {
        identity: policy(`inline policy of role ${name}`, { Version: '2012-10-17', Statement: [...allow] }),
        trust: policy(`trust policy of role ${name}`, {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: trusts }, Action: 'sts:AssumeRole' }],
        }),
      });
      return arn;
    },
    removeRole: (name) => void roles.delete(roleArn(name)),
    onForeign(answer) {
      answerForeign = answer;
    },
    async settled() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    identity: {
      roleByArn: (arn) => roles.get(arn),
      mayAssume(principal, arn) {
        const caller: Caller = { kind: 'service', arn: principal, accountId: ACCOUNT, userId: principal };
        const trust = roles.get(arn)?.trust;
        return decide(caller, 'sts', {
          action: 'sts:AssumeRole',
          resource: arn,
          ...(trust === undefined ? {} : { resourcePolicy: trust }),
        });
      },
      issueSession(arn, sessionName, seconds) {
        if (!roles.has(arn)) throw new RangeError(`No role ${arn}.`);
        return {
          accessKeyId: 'ASIATESTKEY',
          secretAccessKey: 'not a secret',
          sessionToken: 'not a token',
          expiration: new Date(clock.now() + seconds * 1000),
          caller: {
            kind: 'assumed-role',
            arn: `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`,
            accountId: ACCOUNT,
            userId: `AROATEST:${sessionName}`,
            roleArn: arn,
          },
        };
      },
    },
  };
}

const ADMINISTRATOR = policy('AdministratorAccess', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

function policy(name: string, document: object): NamedPolicy {
  // Tests write policies as IAM has them.
  return { name, document: document as PolicyDocument };
}

function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}
