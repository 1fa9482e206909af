import type { Property, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { kindOfType, literals } from './names.ts';
import { attributeKinds, propertyKinds, type Wanted } from './overlay.ts';

/** What an attribute or `Ref` holds: an ARN, a name, or (absent) text. */
export interface Held {
  readonly form: 'Arn' | 'Name';
  readonly kind: string;
}

/** What `Ref` of a resource yields. */
export function heldByRef(db: SpecDatabase, resource: Resource): Held | undefined {
  const identifier = resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? [];
  const only = identifier.length === 1 ? identifier[0] : undefined;
  if (only === undefined) return undefined;
  return heldArn(db, resource, only) ?? { form: 'Name', kind: kindOfType(resource.cloudFormationType) };
}

/** What a string attribute of a resource holds. */
export function heldByAttribute(db: SpecDatabase, resource: Resource, attribute: string): Held | undefined {
  const held = heldArn(db, resource, attribute);
  if (held !== undefined) return held;
  const identifier = resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? [];
  return identifier.length === 1 && identifier[0] === attribute ? heldByRef(db, resource) : undefined;
}

/** `TopicArn` is the ARN of a topic where the service has such a resource, and else the resource's own. */
function heldArn(db: SpecDatabase, resource: Resource, name: string): Held | undefined {
  const byHand = attributeKinds[`${resource.cloudFormationType}.${name}`];
  if (byHand !== undefined) return { form: 'Arn', kind: byHand };
  if (!/^\w*Arn$/.test(name)) return undefined;
  const namespace = resource.cloudFormationType.split('::').slice(0, 2).join('::');
  const other = `${namespace}::${name.slice(0, -'Arn'.length)}`;
  const named = db.lookup('resource', 'cloudFormationType', 'equals', other).length > 0;
  return { form: 'Arn', kind: kindOfType(named ? other : resource.cloudFormationType) };
}

/** What a property wants, by hand or by its relationships; absent where any text will do. */
export function wantedBy(db: SpecDatabase, path: string, property: Property): Wanted | undefined {
  const byHand = propertyKinds[path];
  if (byHand !== undefined) return byHand;
  const arns: string[] = [];
  const names: string[] = [];
  for (const { cloudFormationType, propertyName } of property.relationshipRefs ?? []) {
    const target = db.lookup('resource', 'cloudFormationType', 'equals', cloudFormationType).at(0);
    if (target === undefined) return undefined;
    const held =
      propertyName in target.attributes
        ? heldByAttribute(db, target, propertyName)
        : propertyName in target.properties && !isIdentifier(target, propertyName)
          ? undefined
          : heldByRef(db, target);
    // One relationship to something that is text to us, and the property has to take all text.
    if (held === undefined) return undefined;
    (held.form === 'Arn' ? arns : names).push(held.kind);
  }
  return arns.length + names.length === 0 ? undefined : { arns, names };
}

function isIdentifier(resource: Resource, property: string): boolean {
  return (resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? []).join() === property;
}

/** The TypeScript type of a text slot that wants `wanted`. */
export function slotOf({ arns = [], names = [] }: Wanted): string {
  if (arns.length + names.length === 0) return 'cfn.Text';
  if (names.length === 0) return `cfn.ArnOf<${literals(arns)}>`;
  if (arns.length === 0) return `cfn.NameOf<${literals(names)}>`;
  return `cfn.ArnOrNameOf<${literals(arns)}, ${literals(names)}>`;
}
