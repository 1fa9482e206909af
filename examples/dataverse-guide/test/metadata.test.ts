import { describe, expect, it } from 'vitest';
import { addToTable, makeTable, readDefinitions } from '../src/metadata.ts';
import { asked, ID, scripted } from './support/scripted.ts';

const made = {
  status: 204,
  headers: { 'odata-entityid': `https://contoso.crm4.dynamics.com/api/data/v9.2/EntityDefinitions(${ID})` },
};
const bodies = (requests: readonly { readonly body: string }[]) =>
  requests.filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body) as unknown);

describe('definitions', () => {
  it('are read, as the type of a column has them', async () => {
    const { dataverse, server } = await scripted(({ path }) => ({
      body: path.includes('Attributes')
        ? { LogicalName: 'statuscode', OptionSet: { Options: [{ Value: 1 }, { Value: 2 }] } }
        : { value: [{ LogicalName: 'account', EntitySetName: 'accounts' }] },
    }));
    const { tables, values } = await readDefinitions(dataverse);
    expect([tables[0]?.EntitySetName, values]).toEqual(['accounts', [1, 2]]);
    expect(asked(server)).toEqual([
      'GET EntityDefinitions?$select=LogicalName,EntitySetName&$filter=ChangeTrackingEnabled eq true',
      "GET EntityDefinitions(LogicalName='account')/Attributes(LogicalName='statuscode')/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options)",
    ]);
  });

  it('are created in a solution, related, changed as a whole, and published', async () => {
    const current = { '@odata.context': 'x', LogicalName: 'new_shipment', MetadataId: ID, HasNotes: false };
    const { dataverse, server } = await scripted(({ method, path }) =>
      method === 'GET' ? { body: current } : path.endsWith('PublishXml') ? { status: 204 } : made,
    );
    await makeTable(dataverse);
    expect(asked(server)).toEqual([
      'POST EntityDefinitions',
      'POST RelationshipDefinitions',
      "GET EntityDefinitions(LogicalName='new_shipment')",
      "PUT EntityDefinitions(LogicalName='new_shipment')",
      'POST PublishXml',
    ]);
    expect(server.requests[0]?.headers['mscrm.solutionuniquename']).toBe('shipping');
    expect(bodies(server.requests)).toMatchObject([
      { SchemaName: 'new_Shipment', Attributes: [{ SchemaName: 'new_Name', IsPrimaryName: true }] },
      { ReferencedEntity: 'account', Lookup: { SchemaName: 'new_AccountId' } },
      { HasNotes: false, DisplayName: { LocalizedLabels: [{ Label: 'Parcel' }] } },
      { ParameterXml: expect.stringContaining('<entity>new_shipment</entity>') as string },
    ]);
  });

  it('are added to a table', async () => {
    const { dataverse, server } = await scripted(() => made);
    await addToTable(dataverse);
    expect(asked(server)).toEqual([
      "POST EntityDefinitions(LogicalName='new_shipment')/Attributes",
      "POST EntityDefinitions(LogicalName='new_shipment')/Keys",
    ]);
    expect(bodies(server.requests)).toMatchObject([
      {
        '@odata.type': 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
        OptionSet: { Options: [{ Label: {} }, { Label: {} }] },
      },
      { KeyAttributes: ['new_name'] },
    ]);
  });
});
