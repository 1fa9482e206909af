import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Call, Caller, Kernel } from '../service.ts';
import type { Authorise, Origin } from './authorise.ts';
import type { Background } from './background.ts';
import { type Execute, INTERNAL_SOURCE } from './execute.ts';

export interface KernelOptions {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly clock: Clock;
  readonly authorise: Authorise;
  readonly execute: Execute;
  readonly background: Background;
}

/** The kernel as services see it: calls inside the cloud, which are as authorised as calls from outside. */
export function createKernel(options: KernelOptions): Kernel {
  const { region, accountId, partition, clock, authorise, execute, background } = options;
  // Services speak TLS with each other.
  const origin = (): Origin => ({ arrived: clock.now(), secureTransport: true });
  return {
    region,
    accountId,
    partition,
    async call<O>(caller: Caller, service: string, operation: string, input: object): Promise<O> {
      const inside: Call = {
        caller,
        region,
        accountId,
        requestId: randomUUID(),
        sourceIp: INTERNAL_SOURCE,
        now: clock.now(),
      };
      const output = await execute(service, operation, input, inside, origin());
      // The operation's table entry says which output this is.
      return output as O;
    },
    decide(caller, service, ask) {
      const refusal = authorise(caller, service, ask, origin());
      return refusal === undefined ? { allowed: true } : { allowed: false, refusal: refusal.message };
    },
    track: (work) => background.track(work),
  };
}
