import { fetchXml, xml } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function byFetchXml(dataverse: Dataverse, cities: readonly string[]) {
  const names: (string | null | undefined)[] = [];
  // #region fetch-xml
  const values = cities.map((city) => xml`<value>${city}</value>`);
  const query = xml`<fetch>
    <entity name="account">
      <attribute name="name"/>
      <filter><condition attribute="address1_city" operator="in">${values}</condition></filter>
      <order attribute="name"/>
    </entity>
  </fetch>`;
  for await (const row of fetchXml(dataverse.table('accounts'), query, { pageSize: 500 })) {
    names.push(row.name); // empty columns are left out
  }
  // #endregion
  return names;
}
