import { isObject, type JsonObject } from '../validate/json.ts';
import { type Code, call, cast, type Member, name, object, type Part, string } from './code.ts';
import { literal } from './literal.ts';

/** `template('Video processing', { … })`. */
export function writeTemplate(head: JsonObject): Part {
  const { Description: description, Metadata: metadata, Transform: transform } = head;
  const options: Member[] = [];
  if (metadata !== undefined) {
    const code = literal(metadata);
    options.push({
      key: 'Metadata',
      ...(isObject(metadata) ? { code, notes: [] } : strange(code, 'Metadata')),
    });
  }
  if (transform !== undefined) {
    const code = literal(transform);
    options.push({
      key: 'Transform',
      ...(isTransform(transform) ? { code, notes: [] } : strange(code, 'Transform')),
    });
  }
  const args = typeof description === 'string' ? [string(description)] : [];
  if (options.length > 0) {
    if (args.length === 0) args.push({ doc: 'undefined', kind: 'name' });
    args.push(object(options));
  }
  return { code: call(name('core template'), args), notes: [] };
}

function strange(code: Code, key: string): Part {
  return { code: cast(code), notes: [`${key} has another form than is known here.`] };
}

function isTransform(data: unknown): boolean {
  return [data].flat().every((each: unknown) => {
    if (typeof each === 'string') return true;
    if (!isObject(each) || typeof each['Name'] !== 'string') return false;
    const { Name: _, Parameters: parameters, ...rest } = each;
    return Object.keys(rest).length === 0 && (!('Parameters' in each) || isObject(parameters));
  });
}

/** `parseTemplate(JSON.stringify({ … }))`: what the builder has no call for. */
export function writeRemainder(remainder: JsonObject): Part {
  const text = call({ doc: 'JSON.stringify', kind: 'member' }, [literal(remainder)]);
  const note = 'the builder has no calls for what is in this template from the start.';
  return { code: call(name('core parseTemplate'), [text]), notes: [note] };
}
