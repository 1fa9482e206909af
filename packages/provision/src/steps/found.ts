import { ProvisionError } from '../errors.ts';
import type { Found } from './step.ts';

/** A finding that an earlier step must have left. */
export function need<K extends keyof Found>(found: Found, key: K): NonNullable<Found[K]> {
  const value = found[key];
  if (value === undefined || value === null) {
    throw new ProvisionError(
      'ERR_PROVISION_MISSING',
      `${key} is not known: the step that finds or makes it has not run.`,
    );
  }
  return value;
}
