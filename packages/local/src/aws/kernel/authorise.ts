import { type Evaluation, evaluate, type Principal } from '@wayleave/iam';
import type { Clock } from '../../clock.ts';
import type { Trail } from '../../trail.ts';
import type { IdentityStore } from '../iam/identity-store.ts';
import type { Ask, AwsError, Caller } from '../service.ts';
import { signingNameOf } from '../wire/services.ts';
import { globalContext } from './context.ts';
import { refusalOf } from './refusal.ts';

/** Where a question comes from: an HTTP request, or a service acting by itself. */
export interface Origin {
  /** Arrival of the request, in milliseconds since the epoch. */
  readonly arrived: number;
  readonly sourceIp?: string;
  readonly secureTransport: boolean;
}

export type Authorise = (caller: Caller, table: string, ask: Ask, origin: Origin) => AwsError | undefined;

export interface AuthoriseOptions {
  readonly store: IdentityStore;
  readonly trail: Trail;
  readonly clock: Clock;
  readonly region: string;
}

/** What decided; of a no also the statement that came nearest, and what it lacked. */
function reasonOf(evaluation: Evaluation): string {
  if (evaluation.allowed || evaluation.missing === undefined) return evaluation.decidedBy;
  return `${evaluation.decidedBy}; nearest: ${evaluation.missing}`;
}

/** Asks IAM one question and writes the answer in the trail; a no comes back as the service's own refusal. */
export function createAuthorise({ store, trail, clock, region }: AuthoriseOptions): Authorise {
  return (caller, table, ask, origin) => {
    const evaluation = evaluated(caller, ask, origin);
    const refusal = evaluation.allowed ? undefined : refusalOf(table, ask, evaluation.message);
    trail.record({
      at: clock.now(),
      cloud: 'aws',
      service: signingNameOf(table),
      principal: caller.arn,
      action: ask.action,
      resource: ask.resource,
      allowed: evaluation.allowed,
      decidedBy: reasonOf(evaluation),
      ...(refusal !== undefined && {
        error: { status: refusal.status, code: refusal.code, message: refusal.message },
      }),
      ms: clock.now() - origin.arrived,
    });
    return refusal;
  };

  function evaluated(caller: Caller, ask: Ask, origin: Origin): Evaluation {
    const own = store.policiesOf(caller);
    const userName = caller.kind === 'user' ? caller.arn.slice(caller.arn.lastIndexOf('/') + 1) : undefined;
    const tags = store.tagsOf(caller);
    const facts = { region, now: clock.now(), tags, ...origin, ...(userName !== undefined && { userName }) };
    return evaluate(
      {
        principal: principalOf(caller),
        action: ask.action,
        resource: ask.resource,
        resourceAccountId: ask.resource.split(':')[4] || store.accountId,
        context: { ...globalContext(caller, facts), ...ask.context },
      },
      { ...own, ...(ask.resourcePolicy !== undefined && { resource: ask.resourcePolicy }) },
    );
  }
}

function principalOf(caller: Caller): Principal {
  if (caller.kind === 'service') return { type: 'service', arn: caller.arn };
  const { kind, arn, accountId, userId, roleArn } = caller;
  return { type: kind, arn, accountId, userId, ...(roleArn !== undefined && { roleArn }) };
}
