import type { ValueSchema } from '../../schemas/schema.ts';
import type { Context } from '../context.ts';
import { isScalar, type JsonObject, listOf, member, type Path } from '../json.ts';
import { checkYield } from './check-yield.ts';
import { nameAt, type Where } from './where.ts';

/** Checks a parameter's type against the slot, and the values that the template gives it. */
export function checkParameter(
  context: Context,
  name: string,
  parameter: JsonObject,
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  const type = member(parameter, 'Type');
  if (typeof type !== 'string' || where.origin !== undefined) return;
  const inner = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)?.[1];
  const list = (inner ?? type) === 'CommaDelimitedList' || (inner ?? type).startsWith('List<');
  const yielded = list ? 'list' : type === 'Number' ? 'number' : 'text';
  if (!checkYield(context, yielded, schema, at, where, `the parameter ${name} (${type})`)) return;
  // Of a parameter in Parameter Store the template says the key, not the value.
  if (inner !== undefined) return;
  const secret =
    /^true$/i.test(String(member(parameter, 'NoEcho'))) || /password|secret|token/i.test(nameAt(at));
  const check = (value: unknown, origin: string, severity: 'error' | 'warning') => {
    if (!isScalar(value)) return;
    const text = String(value);
    // An empty default mostly means "not given"; only where nothing guards it is it used.
    const assumption = { parameter: name, value: text };
    if (context.solver([...where.assumptions, assumption]) !== 'yes') return;
    const data = list ? text.split(',').map((each) => each.trim()) : text;
    where.check(context, data, schema, at, { ...where, origin, severity, secret });
  };
  const initial = member(parameter, 'Default');
  check(initial, `the default of ${name}`, text(initial) === '' ? 'warning' : 'error');
  for (const value of listOf(member(parameter, 'AllowedValues')))
    if (text(value) !== text(initial)) check(value, `allowed for ${name}`, 'warning');
}

function text(data: unknown): string {
  return String(data);
}
