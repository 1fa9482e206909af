import { check } from './options.ts';

/** Variables by name, as `process.env`; nothing here reads that by itself. */
export type Env = Readonly<Record<string, string | undefined>>;

/** An option, or the variable that stands in for it. Throws `EntraError` when there is neither. */
export function required(
  option: string,
  given: string | undefined,
  env: Env | undefined,
  variable: string,
): string {
  const value = given ?? env?.[variable];
  check(value, `${option} is missing: give it, or env with ${variable}.`);
  return value;
}
