import type { Caller, Kernel } from '../../service.ts';
import { AwsError } from '../../service.ts';
import type { ResourceRegistry } from '../resources/registry.ts';
import type { Work } from '../resources/resource-type.ts';
import { ServiceError } from '../resources/service-error.ts';
import type { History } from './history.ts';
import { physicalName } from './physical-name.ts';
import type { Stack, StackStore } from './stack.ts';

/** What the engine works with. */
export interface Engine {
  readonly kernel: Kernel;
  readonly types: ResourceRegistry;
  readonly history: History;
  readonly stacks: StackStore;
}

/** One piece of work on one stack, with the rights of whoever asked for it. */
export interface Job {
  readonly engine: Engine;
  readonly stack: Stack;
  readonly caller: Caller;
}

/** What the handler of one resource gets. */
export function workOn(
  { engine, stack, caller }: Job,
  logicalId: string,
  created: (physicalId: string) => void,
): Work {
  const { kernel } = engine;
  return {
    region: kernel.region,
    accountId: kernel.accountId,
    partition: kernel.partition,
    stackName: stack.name,
    logicalId,
    created,
    generateName: (maxLength) => physicalName(stack.name, logicalId, maxLength),
    async call<O>(service: string, operation: string, input: object): Promise<O> {
      try {
        return await kernel.call<O>(caller, service, operation, input);
      } catch (error) {
        throw error instanceof AwsError ? new ServiceError(service, error) : error;
      }
    },
  };
}
