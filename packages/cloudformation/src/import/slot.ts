import type { ObjectSchema, ResourceSchema, ValueSchema } from '../schemas/schema.ts';

/** Which ARNs and names a place takes besides text: those of these kinds, or all ARNs whose kind begins so. */
export interface Wants {
  readonly arns?: readonly string[];
  readonly names?: readonly string[];
  readonly arnsOf?: string;
}

/** What the compiler takes in a place. */
export type Slot =
  /** Anything: nothing is checked. */
  | { readonly is: 'any' }
  /** Any JSON, values included. */
  | { readonly is: 'json' }
  /** Text: one of `words`; a value that is text, or the ARN or name of a kind. `bare`: no values. */
  | {
      readonly is: 'text';
      readonly words?: readonly string[];
      readonly wants?: Wants;
      readonly bare?: true;
    }
  | { readonly is: 'number'; readonly words?: readonly number[]; readonly bare?: true }
  | { readonly is: 'boolean'; readonly bare?: true }
  | { readonly is: 'null' }
  | { readonly is: 'policy' }
  | { readonly is: 'list'; readonly items: Slot; readonly bare?: true }
  | { readonly is: 'map'; readonly items: Slot; readonly bare?: true }
  | { readonly is: 'object'; readonly shape: Shape; readonly bare?: true }
  | { readonly is: 'union'; readonly of: readonly Slot[] };

/** The members of an object. */
export interface Shape {
  slot(member: string): Slot | undefined;
  readonly required: readonly string[];
}

export const any: Slot = { is: 'any' };
export const json: Slot = { is: 'json' };
export const text: Slot = { is: 'text' };
export const bareText: Slot = { is: 'text', bare: true };
export const number: Slot = { is: 'number' };
export const bareNumber: Slot = { is: 'number', bare: true };
export const boolean: Slot = { is: 'boolean' };
export const bareBoolean: Slot = { is: 'boolean', bare: true };
/** Text that no reference to an ARN or a name may stand for. */
export const plainText: Slot = { is: 'text', wants: {} };

export function oneOf(...of: readonly Slot[]): Slot {
  return { is: 'union', of };
}

export function listOf(items: Slot): Slot {
  return { is: 'list', items };
}

/** An object of these members; those that end in `!` are required. */
export function objectOf(members: Readonly<Record<string, Slot>>, bare = false): Slot {
  const entries = Object.entries(members).map(([key, slot]) => [key.replace('!', ''), slot] as const);
  const slots = new Map(entries);
  const required = Object.keys(members).flatMap((key) => (key.endsWith('!') ? [key.slice(0, -1)] : []));
  return {
    is: 'object',
    shape: { slot: (member) => slots.get(member), required },
    ...(bare ? { bare: true } : {}),
  };
}

export const tag: Slot = objectOf({ 'Key!': text, 'Value!': text });

/** The slot of a resource's properties. */
export function slotOfResource(schema: ResourceSchema): Slot {
  return { is: 'object', shape: shapeOf(schema, schema), bare: true };
}

function shapeOf(object: ObjectSchema, schema: ResourceSchema): Shape {
  return {
    slot(member) {
      const property = Object.hasOwn(object.properties, member) ? object.properties[member] : undefined;
      return property === undefined ? undefined : slotOf(property, schema);
    },
    required: object.required ?? [],
  };
}

function slotOf(value: ValueSchema, schema: ResourceSchema): Slot {
  switch (value.type) {
    case 'string': {
      const { enum: words, wants } = value;
      return {
        is: 'text',
        ...(words === undefined ? {} : { words }),
        ...(wants === undefined ? {} : { wants }),
      };
    }
    case 'timestamp':
      return text;
    case 'integer':
    case 'number':
      return value.enum === undefined ? number : { is: 'number', words: value.enum };
    case 'boolean':
      return boolean;
    case 'json':
    case 'null':
    case 'policy':
      return { is: value.type };
    case 'tag':
      return tag;
    case 'list':
      return listOf(slotOf(value.items, schema));
    case 'map':
      return { is: 'map', items: slotOf(value.items, schema) };
    case 'object': {
      const definition = schema.definitions?.[value.definition];
      return definition === undefined ? any : { is: 'object', shape: shapeOf(definition, schema) };
    }
    case 'union':
      return { is: 'union', of: value.of.map((each) => slotOf(each, schema)) };
  }
}

/** What a value yields: nothing known of `unknown`; no entry at all of what never is. */
export type Yield =
  | 'text'
  | 'number'
  | 'boolean'
  | 'unknown'
  | { readonly arn: string }
  | { readonly name: string }
  | { readonly list: readonly Yield[] };

/** Whether a place takes no values. */
export function isBare(slot: Slot): boolean {
  if (slot.is === 'union') return slot.of.every(isBare);
  return slot.is === 'null' || ('bare' in slot && slot.bare);
}

/** Whether a value that yields one of these is taken. */
export function accepts(slot: Slot, yields: readonly Yield[]): boolean {
  if (isBare(slot)) return false;
  switch (slot.is) {
    case 'any':
    case 'json':
      return true;
    case 'text':
      return yields.every((each) => takesText(slot, each));
    case 'number':
    case 'boolean':
      return yields.every((each) => each === slot.is);
    case 'list':
      return yields.every(
        (each) => typeof each === 'object' && 'list' in each && takesPlain(slot.items, each.list),
      );
    case 'map':
    case 'object':
    case 'policy':
      return yields.length === 0;
    case 'null':
      return false;
    case 'union':
      return slot.of.some((each) => accepts(each, yields));
  }
}

function takesText({ words, wants }: Slot & { readonly is: 'text' }, given: Yield): boolean {
  if (given === 'text') return true;
  if (typeof given !== 'object' || 'list' in given || words !== undefined) return false;
  if (wants === undefined) return true;
  if ('name' in given) return wants.names?.includes(given.name) === true;
  const isOfFamily = wants.arnsOf !== undefined && given.arn.startsWith(wants.arnsOf);
  return isOfFamily || wants.arns?.includes(given.arn) === true;
}

/** Whether what a list yields can stand for its items as it is, without being a value. */
function takesPlain(items: Slot, yields: readonly Yield[]): boolean {
  if (items.is === 'union') return items.of.some((each) => takesPlain(each, yields));
  return yields.every((each) => {
    if (items.is === 'any' || items.is === 'json') return each !== 'unknown';
    if (each === 'text') return items.is === 'text' && items.words === undefined;
    return (each === 'number' || each === 'boolean') && items.is === each;
  });
}

/** In words, what a place takes. */
export function wanted(slot: Slot): string {
  switch (slot.is) {
    case 'any':
    case 'json':
      return 'anything';
    case 'text':
      if (slot.words !== undefined) return slot.words.length > 6 ? 'other words' : slot.words.join(', ');
      return slot.bare === true ? 'text as it is' : kinds(slot.wants);
    case 'number':
      return slot.words === undefined ? 'a number' : slot.words.join(', ');
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'policy':
      return 'a policy document';
    case 'list':
      return 'a list';
    case 'map':
    case 'object':
      return 'an object';
    case 'union':
      return [...new Set(slot.of.map(wanted))].join(' or ');
  }
}

function kinds(wants: Wants | undefined): string {
  const all = [
    ...(wants?.arns ?? []).map((kind) => `the ARN of ${kind}`),
    ...(wants?.names ?? []).map((kind) => `the name of ${kind}`),
  ];
  return all.length === 0 || all.length > 4 ? 'text' : all.join(', ');
}
