import { CsdlError, parseCsdl } from '@wayleave/dataverse/generator';
import { describe, expect, it } from 'vitest';
import { csdl, csdlOfThing, fixture } from './support.ts';

const CRM = 'Microsoft.Dynamics.CRM';

describe('parseCsdl', () => {
  it('reads types, sets and what can be called, aliases resolved', () => {
    const model = parseCsdl(fixture('metadata.xml'));
    expect(model.entityTypes.get(`${CRM}.account`)).toMatchObject({
      base: `${CRM}.crmbaseentity`,
      key: ['accountid'],
      alternateKeys: [['accountnumber']],
    });
    expect(model.entityTypes.get(`${CRM}.crmbaseentity`)).toMatchObject({ isAbstract: true, key: [] });
    expect(model.entityTypes.get(`${CRM}.expando`)?.isOpen).toBe(true);
    expect(model.entitySets.get('accounts')).toBe(`${CRM}.account`);
    expect(model.complexTypes.get(`${CRM}.Label`)?.properties[0]?.type).toEqual({
      name: `${CRM}.LocalizedLabel`,
      isCollection: true,
    });
    expect(model.enumTypes.get(`${CRM}.AccessRights`)).toEqual({
      name: `${CRM}.AccessRights`,
      isFlags: true,
      members: ['None', 'ReadAccess', 'WriteAccess'],
    });
  });

  it('tells bound from unbound, overloads apart, and leaves out what only filters use', () => {
    const { actions, functions } = parseCsdl(fixture('metadata.xml'));
    expect(actions.map(({ name, boundTo }) => [name, boundTo?.name, boundTo?.isCollection])).toEqual([
      ['CloseDeal', undefined, undefined],
      ['Approve', `${CRM}.account`, false],
      ['CreateMultiple', `${CRM}.account`, true],
    ]);
    expect(functions.filter(({ name }) => name === 'Convert')).toHaveLength(2);
    expect(functions.map(({ name }) => name)).not.toContain('LastXHours');
    const rollup = functions.find(({ name }) => name === 'CalculateRollupField');
    expect(rollup?.parameters.map(({ name, isOptional }) => [name, isOptional])).toEqual([
      ['Target', false],
      ['FieldName', false],
      ['RowId', true],
    ]);
  });

  it('calls an unbound one by the name of its import', () => {
    const { actions } = parseCsdl(
      csdl(`<Action Name="Inner"><Parameter Name="A" Type="Edm.String"/></Action>
<EntityContainer Name="System"><ActionImport Name="Outer" Action="mscrm.Inner"/></EntityContainer>`),
    );
    expect(actions.map(({ name, parameters }) => [name, parameters.length])).toEqual([['Outer', 1]]);
  });

  it('takes a byte order mark and CDATA, comments and unknown elements anywhere', () => {
    const text = `\uFEFF${csdlOfThing('<!-- <Property/> --><Annotation Term="a"><![CDATA[<b>]]></Annotation><new:x xmlns:new="urn:n"/>')}`;
    expect(parseCsdl(text).entityTypes.get(`${CRM}.thing`)?.properties).toHaveLength(1);
  });

  it('knows read-only columns when they are marked', () => {
    const marked = (value: string) =>
      `<Property Name="a" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Permissions">${value}</Annotation></Property>`;
    const read = (elements: string) => {
      const model = parseCsdl(csdlOfThing(elements));
      return [model.marksReadOnly, model.entityTypes.get(`${CRM}.thing`)?.properties[1]?.isReadOnly];
    };
    expect(read(marked('<EnumMember>Org.OData.Core.V1.PermissionType/Read</EnumMember>'))).toEqual([
      true,
      true,
    ]);
    expect(read(marked('<EnumMember>Org.OData.Core.V1.PermissionType/ReadWrite</EnumMember>'))).toEqual([
      true,
      false,
    ]);
    expect(read('<Property Name="a" Type="Edm.String"/>')).toEqual([false, false]);
  });

  it.each([
    ['a web page', '<html><body>Sign in</body></html>', 'ERR_CSDL_MODEL', /no \$metadata/],
    [
      'a service document',
      '<service xmlns="http://www.w3.org/2007/app"/>',
      'ERR_CSDL_MODEL',
      /no \$metadata/,
    ],
    ['a type without a name', csdl('<EntityType/>'), 'ERR_CSDL_MODEL', /<EntityType> is without Name/],
    ['a column without a type', csdlOfThing('<Property Name="a"/>'), 'ERR_CSDL_MODEL', /without Type/],
    ['JSON', '{"value":[]}', 'ERR_CSDL_XML', /outside of the root/],
  ])('refuses %s', (_, text, code, message) => {
    const parse = () => parseCsdl(text);
    expect(parse).toThrow(CsdlError);
    expect(parse).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });

  it('says where a name is missing', () => {
    expect(() => parseCsdl(csdl('<ComplexType Name="a"/>\n  <EnumType/>'))).toThrow(
      expect.objectContaining({ line: 4, column: 3 }),
    );
  });
});
