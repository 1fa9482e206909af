import type { Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Held } from '../src/schemas/schema.ts';
import { kindOfType, samKinds } from './names.ts';
import { attributeKinds, refKinds } from './overlay/kinds.ts';

/** What `Ref` of a resource yields; undefined where that is text of unknown meaning. */
export function heldByRef(db: SpecDatabase, resource: Resource): Held | undefined {
  const byHand = refKinds[resource.cloudFormationType];
  if (byHand !== undefined) return byHand;
  const only = identifierOf(resource);
  if (only === undefined) return undefined;
  const arn = heldArn(db, resource, only);
  if (arn !== undefined) return arn;
  const attribute = resource.attributes[only];
  if (attribute !== undefined && isArnByDocumentation(attribute.documentation)) return own(resource, 'Arn');
  // Of an `Id` that nobody describes, nothing says whether it is an ARN.
  if (only === 'Id' && !(only in resource.properties) && (attribute?.documentation ?? '') === '')
    return undefined;
  return own(resource, 'Name');
}

/** What a text attribute of a resource holds; undefined where that is text of unknown meaning. */
export function heldByAttribute(db: SpecDatabase, resource: Resource, attribute: string): Held | undefined {
  return (
    heldArn(db, resource, attribute) ??
    (identifierOf(resource) === attribute ? heldByRef(db, resource) : undefined)
  );
}

/** All kinds that some `Ref` or attribute yields. */
export interface HeldKinds {
  readonly arns: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

const anywhere = new WeakMap<SpecDatabase, HeldKinds>();

/** What there is to be had in this specification: a property that wanted anything else could not be given it. */
export function heldAnywhere(db: SpecDatabase): HeldKinds {
  const known = anywhere.get(db);
  if (known !== undefined) return known;
  const arns = new Set<string>();
  const names = new Set<string>();
  for (const resource of db.all('resource')) {
    const attributes = Object.keys(resource.attributes).map((name) => heldByAttribute(db, resource, name));
    for (const held of [heldByRef(db, resource), ...attributes])
      if (held !== undefined) (held.form === 'Arn' ? arns : names).add(held.kind);
  }
  const kinds = { arns, names };
  anywhere.set(db, kinds);
  return kinds;
}

/** The one property or attribute that `Ref` yields; undefined where there are several or none. */
export function identifierOf(resource: Resource): string | undefined {
  const identifier = resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? [];
  return identifier.length === 1 ? identifier[0] : undefined;
}

/**
 * An ARN is the resource's own when it is called `Arn`, is called after the resource, or identifies it; it is
 * another's when the service has a resource that it is called after. Of any other nothing is claimed.
 */
function heldArn(db: SpecDatabase, resource: Resource, name: string): Held | undefined {
  const type = resource.cloudFormationType;
  const byHand = attributeKinds[`${type}.${name}`];
  if (byHand !== undefined) return { form: 'Arn', kind: byHand };
  const [, stem] = /^(\w*?)(?:Arn|ARN)$/.exec(name) ?? [];
  if (stem === undefined) return undefined;
  if (stem === '' || stem.toLowerCase() === resource.name.toLowerCase()) return own(resource, 'Arn');
  const other = `${type.split('::').slice(0, 2).join('::')}::${stem}`;
  const named = db.lookup('resource', 'cloudFormationType', 'equals', other).length > 0;
  if (named) return { form: 'Arn', kind: kindOfType(other) };
  return identifierOf(resource) === name ? own(resource, 'Arn') : undefined;
}

function own(resource: Resource, form: Held['form']): Held {
  const type = resource.cloudFormationType;
  return { form, kind: samKinds[type] ?? kindOfType(type) };
}

function isArnByDocumentation(documentation = ''): boolean {
  return /^(?:Returns )?(?:The )?(?:ARN|Amazon Resource Name)\b/i.test(documentation);
}
