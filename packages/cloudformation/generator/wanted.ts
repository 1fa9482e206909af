import type { Property, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Held } from '../src/schemas/schema.ts';
import { heldAnywhere, heldByAttribute, heldByRef, identifierOf } from './held.ts';
import { compare, kindOfType, literals } from './names.ts';
import { keyKinds, kindFamilies, propertyKinds, readServices, type Wanted } from './overlay/kinds.ts';

/**
 * What a property wants, by hand or by its relationships; absent where any text will do.
 *
 * Relationships are seldom complete. They count where they have been read, and else where the property's name
 * says that it is for such a resource: `SubnetIds`, but not `AlarmActions`.
 */
export function wantedBy(db: SpecDatabase, path: string, property: Property): Wanted | undefined {
  const byHand = propertyKinds[path];
  if (byHand !== undefined) return byHand;
  const [type = '', ...members] = path.split('.');
  const [, service = '', resource = ''] = type.split('::');
  const name = members.at(-1) ?? '';
  // What a resource is to be called itself may come from anywhere.
  if (members.length === 1 && name === `${resource}Name`) return undefined;
  const read = readServices.has(service.toLowerCase());
  const arns = new Set<string>();
  const names = new Set<string>();
  for (const { cloudFormationType, propertyName } of property.relationshipRefs ?? []) {
    const target = db.lookup('resource', 'cloudFormationType', 'equals', cloudFormationType).at(0);
    if (target === undefined || !(read || isNamedAfter(name, target))) return undefined;
    const held = heldBy(db, target, propertyName);
    // What is text to us is taken everywhere.
    if (held !== undefined) (held.form === 'Arn' ? arns : names).add(held.kind);
  }
  if (!read) widen(name, arns, names);
  for (const wanted of [arns, names]) if (wanted.has('kms:key')) wanted.add('kms:replica-key');
  const held = heldAnywhere(db);
  for (const kind of arns) if (!held.arns.has(kind)) arns.delete(kind);
  for (const kind of names) if (!held.names.has(kind)) names.delete(kind);
  if (arns.size + names.size === 0) return undefined;
  return {
    ...(arns.size === 0 ? {} : { arns: [...arns].sort(compare) }),
    ...(names.size === 0 ? {} : { names: [...names].sort(compare) }),
  };
}

function heldBy(db: SpecDatabase, target: Resource, name: string): Held | undefined {
  if (name in target.attributes) return heldByAttribute(db, target, name);
  if (name in target.properties && identifierOf(target) !== name) return undefined;
  // A relationship may name what the resource does not have; then its name says what is meant.
  if (!(name in target.properties) && /arn$/i.test(name))
    return { form: 'Arn', kind: kindOfType(target.cloudFormationType) };
  return heldByRef(db, target);
}

/** `SNSTopicArn` for a `Topic`, `KmsKeyId` for a `Key`. */
function isNamedAfter(name: string, { name: resource }: Resource): boolean {
  return name.toLowerCase().includes(resource.toLowerCase());
}

/** Takes what is as good, and the form that the property's name speaks of, or both where it speaks of neither. */
function widen(name: string, arns: Set<string>, names: Set<string>): void {
  for (const family of kindFamilies)
    for (const wanted of [arns, names])
      if (family.some((kind) => wanted.has(kind))) for (const kind of family) wanted.add(kind);
  const kinds = [...arns, ...names];
  const isKey = keyKinds.some((kind) => kinds.includes(kind));
  for (const kind of isKey ? keyKinds : kinds) {
    if (isKey || !/(?:name|id|identifier)s?$/i.test(name)) arns.add(kind);
    if (isKey || !/arns?$/i.test(name)) names.add(kind);
  }
}

/** The TypeScript type of a text slot that wants `wanted`. */
export function slotOf({ arns = [], names = [] }: Wanted): string {
  if (arns.length + names.length === 0) return 'cfn.Text';
  if (names.length === 0) return `cfn.ArnOf<${literals(arns)}>`;
  if (arns.length === 0) return `cfn.NameOf<${literals(names)}>`;
  return `cfn.ArnOrNameOf<${literals(arns)}, ${literals(names)}>`;
}
