import { parseCsdl, readFacts } from '@wayleave/dataverse/generator';
import { describe, expect, it } from 'vitest';
import { csdl, moduleOf, moduleOfThing } from '../generator/support.ts';

const REFUSED = { code: 'ERR_CSDL_MODEL' };

function table(name: string, entitySet: string): string {
  return csdl(`<EntityType Name="${name}"><Key><PropertyRef Name="thingid"/></Key>
<Property Name="thingid" Type="Edm.Guid"/></EntityType>
<EntityContainer Name="System"><EntitySet Name="${entitySet}" EntityType="mscrm.${name}"/></EntityContainer>`);
}

describe('a description whose names are code', () => {
  it.each([
    ['a table that ends the line', table('thing&#10;globalThis.evil=1;//', 'things')],
    ['a table that ends the comment', table('thing*/globalThis.evil=1;/*', 'things')],
    ['an entity set that ends the comment', table('thing', '*/globalThis.evil=1;/*')],
    ['an entity set that leads elsewhere', table('thing', '../../other')],
    ['a type', csdl('<ComplexType Name="A{};globalThis.evil=1;interface B"/>')],
    ['a base type', csdl('<ComplexType Name="A" BaseType="x.B{};evil();interface C"/>')],
    ['a choice', csdl('<EnumType Name="A=1;evil();type B"><Member Name="a"/></EnumType>')],
    ['an operation', csdl('<Action Name="A\')/../../B" IsBound="true"/>')],
    ['a namespace', csdl('').replace('Namespace="Microsoft.Dynamics.CRM"', 'Namespace="A;evil()"')],
  ])('is refused: %s', (_, text) => {
    expect(() => parseCsdl(text)).toThrow(expect.objectContaining(REFUSED));
  });

  it('keeps a table of the name __proto__ a property of its own', () => {
    const module = moduleOf(parseCsdl(table('thing', '__proto__')), 'thing');
    expect(module.match(/^ +\['__proto__'\]: /gm)).toHaveLength(2);
    expect(module).not.toMatch(/^ +'?__proto__'?:/m);
  });

  it('gives a type that is called like one of TypeScript another name', () => {
    const module = moduleOfThing(
      `<Property Name="a" Type="mscrm.string"/></EntityType>
<ComplexType Name="string"><Property Name="b" Type="Edm.String"/></ComplexType><EntityType Name="other">`,
    );
    expect(module).toContain('readonly a: string2 | null;');
    expect(module).toContain('export interface string2 {');
  });
});

describe('a description made to be slow', () => {
  it('is read in time, however many namespaces its elements see', () => {
    const declared = Array.from({ length: 20_000 }, (_, index) => ` xmlns:n${index}="u"`).join('');
    const text = `<root${declared}>${'<a xmlns:b="u"/>'.repeat(4000)}</root>`;
    const started = performance.now();
    expect(() => parseCsdl(text)).toThrow(expect.objectContaining(REFUSED));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('definitions with a context that is not well encoded', () => {
  it('are told by their columns', () => {
    const value = [{ LogicalName: 'name', EntityLogicalName: 'lead' }];
    expect([...readFacts({ '@odata.context': '%', value }).keys()]).toEqual(['lead']);
  });
});
