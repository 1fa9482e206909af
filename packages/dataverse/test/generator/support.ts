import { readFileSync } from 'node:fs';
import { type CsdlModel, chooseTables, parseCsdl, writeModule } from '@wayleave/dataverse/generator';

const fixtures = new URL('./fixtures/', import.meta.url);

export function fixture(name: string): string {
  return readFileSync(new URL(name, fixtures), 'utf8');
}

/** A `$metadata` with these elements in its schema. */
export function csdl(elements: string): string {
  return `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${elements}
</Schema></edmx:DataServices></edmx:Edmx>`;
}

/** The same with one table `thing` that has these elements, besides its key. */
export function csdlOfThing(elements: string): string {
  return csdl(`<EntityType Name="thing"><Key><PropertyRef Name="thingid"/></Key>
<Property Name="thingid" Type="Edm.Guid"/>${elements}</EntityType>
<EntityContainer Name="System"><EntitySet Name="things" EntityType="mscrm.thing"/></EntityContainer>`);
}

export function moduleOf(model: CsdlModel, ...tables: readonly string[]): string {
  return writeModule(model, { source: 'test', tables: chooseTables(model, tables) });
}

export function moduleOfThing(elements: string): string {
  return moduleOf(parseCsdl(csdlOfThing(elements)), 'thing');
}

/** The body of an interface of a module. */
export function bodyOf(module: string, name: string): string {
  return (
    new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([^]*?)\\n?\\}$`, 'm').exec(module)?.[1] ?? '(none)'
  );
}
