import type { ListSchema, ObjectSchema, ValueSchema } from '../../schemas/schema.ts';
import { attempt, type Context } from '../context.ts';
import { callOf, isNoValue, isObject, type Path, within } from '../json.ts';
import { testPattern } from '../patterns.ts';
import { checkCall } from './check-call.ts';
import { checkObject } from './check-object.ts';
import { checkBoolean, checkNumber, checkText, range, wrongType } from './check-scalar.ts';
import { definitionOf, fault, nameAt, typeName, type Where } from './where.ts';

/** What the tags of all services have in common; how long a key and a value may be differs. */
const tag: ObjectSchema = {
  properties: { Key: { type: 'string', minLength: 1 }, Value: { type: 'string' } },
  required: ['Key'],
};

/** Checks a value against what its slot takes. */
export function checkValue(
  context: Context,
  data: unknown,
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  if (schema.type === 'json') return;
  const call = callOf(data);
  if (call !== undefined) {
    checkCall(context, call[0], call[1], schema, at, where);
    return;
  }
  if (data === null && schema.type !== 'null' && schema.type !== 'union') {
    fault(context, at, where, {
      id: 'NullValue',
      message: `${nameAt(at)} is null.`,
      fix: 'Leave it out, or write {"Ref": "AWS::NoValue"}.',
      cause: 'CloudFormation takes no null in a template.',
    });
    return;
  }
  if (schema.type !== 'object' && schema.type !== 'map' && isOpen(data)) return;
  switch (schema.type) {
    case 'string':
    case 'timestamp':
      checkText(context, data, schema, at, where);
      return;
    case 'integer':
    case 'number':
      checkNumber(context, data, schema, at, where);
      return;
    case 'boolean':
      checkBoolean(context, data, at, where);
      return;
    case 'list':
      checkList(context, data, schema, at, where);
      return;
    case 'map':
      if (!isObject(data)) {
        wrongType(context, data, typeName(schema), at, where);
        return;
      }
      for (const key of Object.keys(data)) {
        if (key.startsWith('Fn::')) continue;
        if (schema.keyPattern !== undefined && testPattern(schema.keyPattern, key) === false)
          fault(context, at, where, {
            id: 'PatternMismatch',
            message: `${nameAt(at)} takes no member "${key}": names have to match ${schema.keyPattern}.`,
            fix: 'Rename the member.',
          });
        within(at, key, () => checkValue(context, data[key], schema.items, at, where));
      }
      return;
    case 'object': {
      const definition = definitionOf(where, schema.definition);
      if (!isObject(data)) {
        wrongType(context, data, typeName(schema), at, where);
        return;
      }
      if (definition !== undefined) checkObject(context, data, definition, at, where);
      return;
    }
    case 'tag':
      if (isObject(data)) checkObject(context, data, tag, at, where, 'The tag');
      else wrongType(context, data, typeName(schema), at, where);
      return;
    case 'policy':
      if (isObject(data) || typeof data === 'string') return;
      wrongType(context, data, typeName(schema), at, where);
      return;
    case 'union':
      checkUnion(context, data, schema.of, at, where);
      return;
    default:
      return;
  }
}

/** Whether a macro or a loop is inside: only CloudFormation knows what comes of it. */
function isOpen(data: unknown): boolean {
  return (
    isObject(data) &&
    Object.keys(data).some((key) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach::'))
  );
}

/** Takes what one of the types takes; otherwise tells what is wrong by the type that fits best. */
function checkUnion(
  context: Context,
  data: unknown,
  types: readonly ValueSchema[],
  at: Path,
  where: Where,
): void {
  let best: ReturnType<typeof attempt> | undefined;
  for (const type of types) {
    const found = attempt(context, () => checkValue(context, data, type, at, where));
    const errors = found.filter((each) => each.severity !== 'info').length;
    if (errors === 0) {
      context.findings.push(...found);
      return;
    }
    const fits = !found.some((each) => each.id === 'WrongType' && each.path.length === at.length);
    if (fits && (best === undefined || found.length < best.length)) best = found;
  }
  if (best !== undefined) context.findings.push(...best);
  else if (types.length > 0) wrongType(context, data, typeName({ type: 'union', of: types }), at, where);
}

function checkList(context: Context, data: unknown, schema: ListSchema, at: Path, where: Where): void {
  if (!Array.isArray(data)) {
    fault(context, at, where, {
      id: 'WrongType',
      message: `${nameAt(at)} takes a list, not ${isObject(data) ? 'an object' : 'a single value'}.`,
      fix: 'Put it into a list.',
      patch: [{ op: 'replace', path: [...at], value: [data] }],
    });
    return;
  }
  let sure = 0;
  let possible = 0;
  const seen = schema.unique === true ? new Map<string, number>() : undefined;
  for (let index = 0; index < data.length; index += 1) {
    const item: unknown = data[index];
    if (isNoValue(item)) continue;
    possible += 1;
    const name = callOf(item)?.[0];
    if (name === undefined || name === 'Ref' || name === 'Fn::GetAtt') sure += 1;
    else if (name === 'Fn::Transform') possible = Number.POSITIVE_INFINITY;
    within(at, index, () => checkValue(context, item, schema.items, at, where));
    if (seen === undefined) continue;
    const text = JSON.stringify(item);
    const before = seen.get(text);
    seen.set(text, index);
    if (before !== undefined)
      fault(context, at, where, {
        id: 'DuplicateItems',
        message: `Items ${before} and ${index} of ${nameAt(at)} are the same; it takes each once.`,
        fix: 'Remove one of them.',
        patch: [{ op: 'remove', path: [...at, index] }],
      });
  }
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (possible >= minItems && sure <= maxItems) return;
  fault(context, at, where, {
    id: 'ItemsOutOfRange',
    message: `${nameAt(at)} takes ${range(minItems, maxItems)} items, not ${data.length}.`,
    fix: sure > maxItems ? 'Remove some.' : 'Add more.',
  });
}
