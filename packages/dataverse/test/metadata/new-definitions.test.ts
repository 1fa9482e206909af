import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { label, labels } from '../../src/metadata/labels.ts';
import {
  bigNumberColumn,
  choiceColumn,
  choicesColumn,
  dateColumn,
  decimalColumn,
  fileColumn,
  floatColumn,
  imageColumn,
  lookupColumn,
  moneyColumn,
  multilineColumn,
  textColumn,
  wholeNumberColumn,
  yesNoColumn,
} from '../../src/metadata/new-columns.ts';
import { manyToMany, newChoice, newKey, newTable, oneToMany } from '../../src/metadata/new-definitions.ts';
import { insertOption, orderOptions, updateOption } from '../../src/metadata/option-requests.ts';
import { publish } from '../../src/metadata/publish.ts';
import { ID } from '../support/client.ts';
import { recorded } from './support/corpora.ts';

const text = label('Text', 1033);
const base = { schemaName: 'new_Column', displayName: text, description: text };
const options = [{ label: text, value: 1, description: text, color: '#ff0000' }, { label: text }];
const name = textColumn(base);
const lookup = lookupColumn(base);

const columns = [
  textColumn({ ...base, maxLength: 5, format: 'Email', autoNumber: 'A-{SEQNUM:5}' }),
  multilineColumn(base),
  wholeNumberColumn({ ...base, min: 0, max: 5, format: 'Duration' }),
  bigNumberColumn(base),
  decimalColumn({ ...base, min: 0.5, max: 5, precision: 2 }),
  floatColumn({ ...base, precision: 2 }),
  moneyColumn(base),
  yesNoColumn({ ...base, yes: text, no: text }),
  dateColumn({ ...base, format: 'DateOnly', behavior: 'DateOnly' }),
  choiceColumn({ ...base, options, defaultValue: 1 }),
  choicesColumn({ ...base, options }),
  fileColumn(base),
  imageColumn({ ...base, maxSizeInKB: 5000, fullImage: true, primary: true }),
  lookup,
];
const definitions = [
  ...columns,
  newTable({ ...base, pluralName: text, primaryName: name, columns, ownership: 'UserOwned' }),
  oneToMany({
    schemaName: 'new_contact_accounts',
    referenced: { table: 'contact', column: 'contactid' },
    referencing: 'account',
    lookup,
    cascade: { Delete: 'Restrict' },
  }),
  manyToMany({ schemaName: 'new_accounts_campaigns', tables: ['account', 'campaign'] }),
  newKey({ schemaName: 'new_Key', displayName: text, columns: ['accountnumber'] }),
  newChoice({ name: 'new_colors', displayName: text, description: text, options }),
];

describe('new definitions', () => {
  it('of columns have the type, names and level that the service wants', () => {
    expect(name).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
      AttributeType: 'String',
      AttributeTypeName: { Value: 'StringType' },
      SchemaName: 'new_Column',
      DisplayName: text,
      Description: text,
      RequiredLevel: {
        Value: 'None',
        CanBeChanged: true,
        ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
      },
      MaxLength: 100,
      FormatName: { Value: 'Text' },
    });
    expect(textColumn({ ...base, required: 'ApplicationRequired' })['RequiredLevel']).toMatchObject({
      Value: 'ApplicationRequired',
    });
    expect(moneyColumn(base)).toMatchObject({ PrecisionSource: 2 });
    expect(moneyColumn({ ...base, precision: 4 })).toMatchObject({ PrecisionSource: 0, Precision: 4 });
  });

  it('of choices have options of their own, or those of a global choice', () => {
    expect(choiceColumn({ ...base, options })).toMatchObject({
      OptionSet: {
        '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
        IsGlobal: false,
        OptionSetType: 'Picklist',
        Options: [
          { Value: 1, Label: text, Description: text, Color: '#ff0000' },
          { Value: null, Label: text },
        ],
      },
    });
    const bound = (globalChoice: string) =>
      choicesColumn({ ...base, globalChoice })['GlobalOptionSet@odata.bind'];
    expect(bound('new_colors')).toBe("/GlobalOptionSetDefinitions(Name='new_colors')");
    expect(bound(ID)).toBe(`/GlobalOptionSetDefinitions(${ID})`);
  });

  it('of relationships pass nothing on unless told to', () => {
    const { schemaName } = base;
    const referenced = { table: 'contact', column: 'contactid' };
    const relationship = oneToMany({ schemaName, referenced, referencing: 'account', lookup });
    expect(relationship).toMatchObject({
      ReferencedEntity: 'contact',
      ReferencedAttribute: 'contactid',
      ReferencingEntity: 'account',
      CascadeConfiguration: { Assign: 'NoCascade', Delete: 'RemoveLink' },
      Lookup: { '@odata.type': 'Microsoft.Dynamics.CRM.LookupAttributeMetadata' },
    });
    expect(manyToMany({ schemaName, tables: ['account', 'campaign'] })).toMatchObject({
      IntersectEntityName: 'new_column',
    });
  });

  it('have labels in several languages', () => {
    expect(labels({ 1033: 'Shipment', 1031: 'Sendung' }).LocalizedLabels.map(({ Label }) => Label)).toEqual([
      'Sendung',
      'Shipment',
    ]);
  });

  const referenced = { table: 'contact', column: 'contactid' };
  const wrong: readonly (readonly [string, () => unknown])[] = [
    ['a name without the publisher’s prefix', () => textColumn({ ...base, schemaName: 'Column' })],
    ['a name with other characters', () => textColumn({ ...base, schemaName: "new_a'b" })],
    ['no languages', () => labels({})],
    ['a language that is none', () => label('Text', Number.NaN)],
    [
      'a primary name that is no text',
      () => newTable({ ...base, pluralName: text, primaryName: lookup, ownership: 'UserOwned' }),
    ],
    ['a lookup that is none', () => oneToMany({ ...base, referenced, referencing: 'account', lookup: name })],
    ['a key without columns', () => newKey({ ...base, columns: [] })],
    ['a key of 17 columns', () => newKey({ ...base, columns: Array.from({ length: 17 }, () => 'a') })],
  ];
  it.each(wrong)('are refused for %s', (_, make) => {
    expect(make).toThrow(ConfigurationError);
  });
});

const file = recorded('dataverse/csdl/crm4-v9.1.xml');

describe.skipIf(file === undefined)('by the schema of the service', () => {
  const csdl = file === undefined ? '' : readFileSync(file, 'utf8');

  function membersOf(type: string): Set<string> {
    const element = new RegExp(`<(EntityType|ComplexType) Name="${type}"([^>]*)>([\\s\\S]*?)</\\1>`).exec(
      csdl,
    );
    const [, , attributes = '', body = ''] = element ?? [];
    if (element === null) throw new Error(`There is no type ${type}.`);
    const own = [...body.matchAll(/Property Name="(\w+)"/g)].map(([, name = '']) => name);
    const parent = /BaseType="mscrm\.(\w+)"/.exec(attributes)?.[1];
    return new Set([...own, ...(parent === undefined ? [] : membersOf(parent))]);
  }

  it('each new definition has members of its type alone', () => {
    for (const definition of definitions) {
      const type = definition['@odata.type'].replace('Microsoft.Dynamics.CRM.', '');
      const names = Object.keys(definition).filter((name) => name !== '@odata.type');
      const unknown = names.filter((name) => !membersOf(type).has(name.replace('@odata.bind', '')));
      expect([type, unknown]).toEqual([type, []]);
    }
  });

  it('each action has parameters of its own alone', () => {
    const place = { table: 'account', column: 'new_color' };
    const change = { label: text, description: text, color: '#ff0000' };
    const calls = [
      insertOption('/', place, { ...change, value: 1 }, 'shipping'),
      insertOption('/', { globalChoice: 'new_colors' }, change, 'shipping'),
      updateOption('/', place, 1, change, 'shipping'),
      orderOptions('/', place, [1], 'shipping'),
      publish('/', { tables: ['account'] }),
    ];
    for (const { url, body } of calls) {
      const action = new RegExp(`<Action Name="${url.slice(1)}">([\\s\\S]*?)</Action>`).exec(csdl)?.[1] ?? '';
      const known = new Set([...action.matchAll(/Parameter Name="(\w+)"/g)].map(([, name]) => name));
      expect(Object.keys(body as object).filter((name) => !known.has(name))).toEqual([]);
    }
  });
});
