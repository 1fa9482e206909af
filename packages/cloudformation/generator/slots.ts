import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { literals } from './names.ts';
import { allowedValues, openWords } from './overlay/words.ts';
import { isPolicyDocument } from './policies.ts';
import { slotOf, wantedBy } from './wanted.ts';

/** Where a property is: the resource's type and the way from it, and the names of its property types. */
export interface Place {
  /** `AWS::SNS::Topic.Subscription.Endpoint`; for a property type, its name is the middle. */
  readonly path: string;
  typeName(definition: string): string;
}

/** The TypeScript type of what may be written for a property. */
export function slot(db: SpecDatabase, resource: Resource, property: Property, place: Place): string {
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
        return [isPolicyDocument(resource, place.path) ? 'cfn.In<cfn.PolicyDocument>' : 'cfn.Json'];
      case 'tag':
        return ['cfn.In<cfn.Tag>'];
      case 'array':
        return [`cfn.In<readonly ${listed(write(type.element))}[]>`];
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
    const type = wanted === undefined ? 'cfn.Text' : slotOf(wanted);
    const suggested = openWords[place.path];
    // `string & {}` keeps the words apart from all text, so that an editor offers them.
    return suggested === undefined
      ? [type]
      : [literals(suggested), '(string & {})', `Exclude<${type}, string>`];
  }
}

function listed(members: readonly string[]): string {
  const type = union(members);
  return type.includes(' | ') ? `(${type})` : type;
}

function union(members: readonly string[]): string {
  return [...new Set(members)].join(' | ');
}
