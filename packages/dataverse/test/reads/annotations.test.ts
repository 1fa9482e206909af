import { etag, formatted, lookup } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';

const ROW = {
  '@odata.etag': 'W/"81359849"',
  accountid: ID,
  statuscode: 1,
  'statuscode@OData.Community.Display.V1.FormattedValue': 'Active',
  revenue: null,
  _primarycontactid_value: OTHER_ID,
  '_primarycontactid_value@OData.Community.Display.V1.FormattedValue': 'Susanna Stubberod',
  '_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact',
  '_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'primarycontactid',
  _ownerid_value: ID,
  _parentaccountid_value: null,
};

async function accounts() {
  const { client, server } = await clientTo(({ path }) => ({
    body: /accounts\(/.test(path) ? ROW : { value: [ROW] },
  }));
  return {
    table: client.table('accounts'),
    prefers: () => server.requests.map(({ headers }) => headers['prefer']),
  };
}

describe('annotations', () => {
  it('come when a query or a get asks for them, all or by a pattern, along with other preferences', async () => {
    const { table, prefers } = await accounts();
    await table.annotations().first();
    await table.annotations('OData.Community.Display.V1.FormattedValue').pageSize(2).first();
    await table.get(ID, { annotations: true });
    await table.update(ID, { name: 'x' }, { returnRepresentation: true, annotations: 'Microsoft.*' });
    await table.first();
    expect(prefers()).toEqual([
      'odata.include-annotations="*"',
      'odata.maxpagesize=2,odata.include-annotations="OData.Community.Display.V1.FormattedValue"',
      'odata.include-annotations="*"',
      'return=representation,odata.include-annotations="Microsoft.*"',
      undefined,
    ]);
  });

  it('give a column as people read it, and nothing where there is nothing', async () => {
    const { table } = await accounts();
    const row = await table.annotations().first();
    expect(formatted(row ?? {}, 'statuscode' as never)).toBe('Active');
    expect(formatted(ROW, 'statuscode')).toBe('Active');
    expect(formatted(ROW, 'revenue')).toBeUndefined();
  });

  it('tell what a lookup leads to', () => {
    expect(lookup(ROW, 'primarycontactid')).toEqual({
      id: OTHER_ID,
      table: 'contact',
      name: 'Susanna Stubberod',
      navigation: 'primarycontactid',
    });
    expect(lookup(ROW, 'ownerid')).toEqual({
      id: ID,
      table: undefined,
      name: undefined,
      navigation: undefined,
    });
    expect(lookup(ROW, 'parentaccountid')).toBeUndefined();
  });

  it('have the version of a row', () => {
    expect(etag(ROW)).toBe('W/"81359849"');
    expect(etag({})).toBeUndefined();
  });
});
