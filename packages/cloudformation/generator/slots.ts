import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import { slotOf, wantedBy } from './kinds.ts';
import { literals } from './names.ts';
import { allowedValues, policyDocuments } from './overlay.ts';

/** Where a property is: the resource's type and the way from it, and the names of its property types. */
export interface Place {
  /** `AWS::SNS::Topic.Subscription.Endpoint`; for a property type, its name is the middle. */
  readonly path: string;
  readonly name: string;
  typeName(definition: string): string;
}

/** The TypeScript type of what may be written for a property. */
export function slot(db: SpecDatabase, property: Property, place: Place): string {
  return union(write(property.type));

  function write(type: PropertyType): readonly string[] {
    switch (type.type) {
      case 'string':
        return text(type.allowedValues);
      case 'number':
      case 'integer': {
        const closed = 'allowedValues' in type ? type.allowedValues : undefined;
        return closed === undefined ? ['cfn.In<number>'] : [[...closed].join(' | '), 'cfn.Value<number>'];
      }
      case 'boolean':
        return ['cfn.In<boolean>'];
      case 'date-time':
        return ['cfn.Text'];
      case 'null':
        return ['null'];
      case 'json':
        return [policyDocuments.has(place.name) ? 'cfn.In<cfn.PolicyDocument>' : 'cfn.Json'];
      case 'tag':
        return ['cfn.In<cfn.Tag>'];
      case 'array':
        return [`cfn.In<readonly (${union(write(type.element))})[]>`];
      case 'map':
        return [`cfn.In<{ readonly [key: string]: ${union(write(type.element))} }>`];
      case 'ref':
        return [`cfn.In<${place.typeName(db.get('typeDefinition', type.reference).name)}>`];
      case 'union':
        return type.types.flatMap(write);
    }
  }

  function text(closed: readonly string[] | undefined): readonly string[] {
    const words = closed ?? allowedValues[place.path];
    if (words !== undefined && words.length > 0) return [literals(words), 'cfn.Value<string>'];
    const wanted = wantedBy(db, place.path, property);
    return [wanted === undefined ? 'cfn.Text' : slotOf(wanted)];
  }
}

function union(members: readonly string[]): string {
  return [...new Set(members)].join(' | ');
}
