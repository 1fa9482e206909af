import {
  CsdlError,
  chooseOperations,
  chooseTables,
  parseCsdl,
  readFacts,
  writeModule,
} from '@wayleave/dataverse/generator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, csdlOfThing, fixture, moduleOf, moduleOfThing } from './support.ts';

const model = parseCsdl(fixture('metadata.xml'));
const column = (name: string, type: string, more = '') => `<Property Name="${name}" Type="${type}"${more}/>`;

describe('writeModule', () => {
  it('types columns by what JSON and the client make of them', () => {
    const types = [
      'String',
      'Guid',
      'Int32',
      'Int64',
      'Decimal',
      'Double',
      'Boolean',
      'DateTimeOffset',
      'Date',
      'Binary',
    ];
    const module = moduleOfThing(types.map((type, index) => column(`a${index}`, `Edm.${type}`)).join(''));
    expect(bodyOf(module, 'ThingRow').split('\n')).toEqual([
      '  readonly a0: string | null;',
      '  readonly a1: string | null;',
      '  readonly a2: number | null;',
      '  readonly a3: number | null;',
      '  readonly a4: number | null;',
      '  readonly a5: number | null;',
      '  readonly a6: boolean | null;',
      '  readonly a7: Date | null;',
      '  readonly a8: string | null;',
      '  readonly a9: string | null;',
      '  readonly thingid: string;',
    ]);
    expect(module).toContain("moments: ['a7'],");
  });

  it('writes the same whatever the order of the description', () => {
    const columns = ['b', 'a', 'C', '_x_value', 'ä'].map((name) => column(name, 'Edm.String'));
    const first = moduleOfThing(columns.join(''));
    fc.assert(
      fc.property(fc.shuffledSubarray(columns, { minLength: columns.length }), (order) => {
        expect(moduleOfThing(order.join(''))).toBe(first);
      }),
    );
  });

  it('leads to chosen tables alone', () => {
    const alone = moduleOf(model, 'account');
    expect(bodyOf(alone, 'AccountTable')).toContain('navigation: object;');
    expect(alone).not.toContain('Contact');
    const both = moduleOf(model, 'account', 'contact');
    expect(bodyOf(both, 'AccountTable')).toContain('primarycontactid: ContactTable;');
    expect(both).toContain("primarycontactid: 'contacts',");
  });

  it('sets any lookup, but one that may lead to several tables by way of chosen ones alone', () => {
    const update = bodyOf(moduleOf(model, 'contact'), 'ContactUpdate');
    expect(update).toContain("'parentcustomerid_contact@odata.bind'");
    expect(update).not.toContain('parentcustomerid_account');
    expect(update).not.toContain('parentcustomerid_lead');
    expect(bodyOf(moduleOf(model, 'account'), 'AccountUpdate')).toContain("'primarycontactid@odata.bind'");
  });

  it('creates rows along with others where their lookup may be written', () => {
    const module = moduleOf(model, 'account', 'contact', 'systemuser', 'role');
    expect(bodyOf(module, 'AccountCreate')).toContain(
      'contact_customer_accounts?: readonly ContactCreate[];',
    );
    const user = bodyOf(module, 'SystemuserCreate');
    expect(user).toContain('owner_accounts');
    expect(user).not.toContain('lk_account_createdby');
    expect(user).not.toContain('systemuserroles_association');
  });

  it('leaves read-only columns out of what is written, by names when nothing else tells', () => {
    const update = bodyOf(moduleOf(model, 'account'), 'AccountUpdate');
    for (const name of [
      'createdon',
      'versionnumber',
      'revenue_base',
      'accountid',
      'createdby',
      '_ownerid_value',
    ]) {
      expect(update).not.toMatch(new RegExp(`\\b${name}\\b`));
    }
    expect(update).toMatch(/\brevenue\?/);
    expect(bodyOf(moduleOf(model, 'account'), 'AccountCreate')).toContain('accountid?: string;');
  });

  it('believes the marks of $metadata, and the definitions even more', () => {
    const mark =
      '<Annotation Term="Org.OData.Core.V1.Permissions"><EnumMember>Org.OData.Core.V1.PermissionType/Read</EnumMember></Annotation>';
    const marked = `<Property Name="a" Type="Edm.String">${mark}</Property>${column('createdon', 'Edm.DateTimeOffset')}`;
    const thing = parseCsdl(csdlOfThing(marked));
    expect(bodyOf(moduleOf(thing, 'thing'), 'ThingUpdate')).toBe('  createdon?: Date | null;');
    const facts = readFacts(
      {
        value: [
          { LogicalName: 'a', IsValidForCreate: false, IsValidForUpdate: true },
          { LogicalName: 'createdon', IsValidForCreate: true, IsValidForUpdate: false },
        ],
      },
      'thing',
    );
    const module = writeModule(thing, { source: 'test', tables: chooseTables(thing, ['thing']), facts });
    expect(bodyOf(module, 'ThingUpdate')).toBe('  a?: string | null;');
    expect(module).toContain(
      "export interface ThingCreate extends Omit<ThingUpdate, 'a'> {\n  createdon?: Date | null;",
    );
  });

  it('keeps a property and a navigation property apart that differ in case only', () => {
    const create = bodyOf(moduleOf(model, 'feedback'), 'FeedbackCreate');
    expect(create).toContain('feedbackid?: string;');
    expect(create).toContain('FeedbackId?: FeedbackCreate;');
  });

  it('gives tables names of their own when theirs come out the same', () => {
    const sets = ['new_a', 'newa', 'new__a'].map(
      (name) => `<EntitySet Name="${name}s" EntityType="mscrm.${name}"/>`,
    );
    const types = ['new_a', 'newa', 'new__a'].map(
      (name) =>
        `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key>${column('id', 'Edm.Guid')}</EntityType>`,
    );
    const text = csdlOfThing('')
      .replace('<EntityType', `${types.join('')}<EntityType`)
      .replace('<EntitySet', `${sets.join('')}<EntitySet`);
    const module = writeModule(parseCsdl(text), {
      source: 'test',
      tables: chooseTables(parseCsdl(text), 'all'),
    });
    const names = [...module.matchAll(/^export interface (\w+Row\d*) /gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(['NewARow', 'NewARow2', 'NewaRow', 'ThingRow']);
  });

  it('writes alternate keys, of several as a union, and lookups in them by their column', () => {
    const columns = `${column('code', 'Edm.String')}${column('_otherid_value', 'Edm.Guid')}${column('number', 'Edm.Int32')}`;
    const thing = parseCsdl(csdlOfThing(columns));
    const keys = [{ KeyAttributes: ['code'] }, { KeyAttributes: ['otherid', 'number'] }];
    const facts = readFacts({ LogicalName: 'thing', Attributes: [], Keys: keys });
    const module = writeModule(thing, {
      source: 'test',
      tables: chooseTables(thing, ['thing'], { facts }),
      facts,
    });
    expect(module).toContain('keys: { code: string } | { _otherid_value: string; number: number };');
  });

  it('writes only types that something refers to', () => {
    const module = moduleOf(model, 'new_settings');
    expect(module).toContain('export interface LocalizedLabel ');
    expect(module).not.toContain('Unreached');
    expect(module).not.toContain('OrganizationDetail');
  });

  it('writes nothing that ends a comment or a string early', () => {
    const tricky = "x */ y\n'z";
    const facts = readFacts(
      {
        value: [
          {
            LogicalName: 'a',
            OptionSet: {
              IsGlobal: true,
              Name: tricky,
              Options: [{ Value: 1, Label: { UserLocalizedLabel: { Label: tricky } } }],
            },
          },
        ],
      },
      'thing',
    );
    const thing = parseCsdl(
      csdlOfThing(column('a', 'Edm.Int32') + column("it's a \\ &quot;*/", 'Edm.String')),
    );
    const module = writeModule(thing, { source: 'a\n*/b', tables: chooseTables(thing, ['thing']), facts });
    expect(module.split('\n')[0]).toBe('// Written by `wayleave types` from a * /b; do not edit.');
    expect(module).toContain("/** global choice x * / y 'z */\nexport const XYZ = { XYZ: 1 } as const;");
    expect(module).toContain("  readonly 'it\\'s a \\\\ \"*/': string | null;");
  });

  it('writes or refuses a description with any two names mixed up', () => {
    const text = fixture('metadata.xml');
    const names = [...text.matchAll(/="([^"]*)"/g)].map(({ index, 1: value = '' }) => ({
      at: index + 2,
      value,
    }));
    const place = fc.constantFrom(...names);
    fc.assert(
      fc.property(place, place, ({ at, value }, other) => {
        const mixed = text.slice(0, at) + other.value + text.slice(at + value.length);
        try {
          const odd = parseCsdl(mixed);
          const tables = chooseTables(odd, 'all');
          const actions = chooseOperations(odd, 'actions', tables, ['*']);
          const functions = chooseOperations(odd, 'functions', tables, ['*']);
          writeModule(odd, { source: 'test', tables, actions, functions });
        } catch (reason) {
          expect(reason).toBeInstanceOf(CsdlError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('writes a module without tables', () => {
    const functions = chooseOperations(model, 'functions', [], ['WhoAmI']);
    const module = writeModule(model, { source: 'test', tables: [], functions });
    expect(module).toContain('  tables: object;\n  actions: object;\n  functions: {\n    WhoAmI: {');
  });
});
