import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { heldAnywhere } from './held.ts';
import { alternativesByHand, boundsByHand } from './overlay/bounds.ts';
import { attributeKinds, propertyKinds, refKinds } from './overlay/kinds.ts';
import { allowedValues } from './overlay/words.ts';

/** Throws when the overlay names what the specification does not have: a typing error, or a newer specification. */
export function checkOverlay(db: SpecDatabase): void {
  const lost = [
    ...Object.keys(attributeKinds).filter((path) => !hasAttribute(db, path)),
    ...[...Object.keys(refKinds), ...Object.keys(alternativesByHand)].filter(
      (type) => find(db, type) === undefined,
    ),
    ...[propertyKinds, allowedValues, boundsByHand]
      .flatMap((table) => Object.keys(table))
      .filter((path) => !hasProperty(db, path)),
  ];
  const held = heldAnywhere(db);
  for (const [path, { arns = [], names = [] }] of Object.entries(propertyKinds)) {
    lost.push(...arns.filter((kind) => !held.arns.has(kind)).map((kind) => `${kind} of ${path}`));
    lost.push(...names.filter((kind) => !held.names.has(kind)).map((kind) => `${kind} of ${path}`));
  }
  if (lost.length > 0) throw new Error(`generator/overlay names what is not there: ${lost.join(', ')}.`);
}

function hasAttribute(db: SpecDatabase, path: string): boolean {
  const [type = '', attribute = ''] = path.split('.');
  return attribute in (find(db, type)?.attributes ?? {});
}

function hasProperty(db: SpecDatabase, path: string): boolean {
  const [type = '', first = '', second] = path.split('.');
  const resource = find(db, type);
  if (resource === undefined || second === undefined) return first in (resource?.properties ?? {});
  const definition = db.follow('usesType', resource).find(({ entity }) => entity.name === first);
  return second in (definition?.entity.properties ?? {});
}

function find(db: SpecDatabase, type: string) {
  return db.lookup('resource', 'cloudFormationType', 'equals', type).at(0);
}
