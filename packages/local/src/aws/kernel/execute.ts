import { AwsError, type Call, type Service } from '../service.ts';
import { loadTable } from '../wire/table.ts';
import { validateInput } from '../wire/validate.ts';
import type { Authorise, Origin } from './authorise.ts';
import { notBuilt, unknownOperation } from './unsupported.ts';

export type Execute = (
  service: string,
  operation: string,
  input: object,
  call: Call,
  origin: Origin,
) => Promise<object>;

/** Validates, authorises and runs one operation; every way in ends here. */
export function createExecute(services: ReadonlyMap<string, Service>, authorise: Authorise): Execute {
  return async (service, operation, input, call, origin) => {
    const table = loadTable(service);
    const shape = Object.hasOwn(table.operations, operation) ? table.operations[operation] : undefined;
    if (shape === undefined) throw unknownOperation(table, operation);
    const built = services.get(service)?.operations;
    const definition = built && Object.hasOwn(built, operation) ? built[operation] : undefined;
    if (definition === undefined) throw notBuilt(table, operation);
    validateInput(table, operation, input);
    for (const ask of definition.authorize(input as never, call)) {
      const refusal = authorise(call.caller, service, ask, origin);
      if (refusal !== undefined) throw refusal;
    }
    const output: unknown = await definition.run(input as never, call);
    if (typeof output !== 'object' || output === null) {
      throw new AwsError('InternalFailure', `${service}:${operation} gave no output object.`, 500);
    }
    return output;
  };
}

/** A service acting by itself has no address; CloudTrail says the same of such calls. */
export const INTERNAL_SOURCE = 'AWS Internal';
