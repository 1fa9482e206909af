import { describe, expect, it } from 'vitest';
import { aggregate, annotated, expandRows, relatedConditions } from '../src/queries.ts';
import { asked, ID, NO_ID, scripted } from './support/scripted.ts';

describe('queries', () => {
  it('have conditions on related rows', async () => {
    const { dataverse, server } = await scripted(() => ({ body: { value: [] } }));
    await relatedConditions(dataverse);
    expect(asked(server)).toEqual([
      `GET accounts?$filter=${[
        "primarycontactid/lastname eq 'O''Brien'",
        "contact_customer_accounts/any(o1:endswith(o1/emailaddress1,'@example.com'))",
        'contact_customer_accounts/all(o1:o1/lastname ne null)',
        "Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=12)",
      ].join(' and ')}`,
    ]);
  });

  it('bring related rows along', async () => {
    const row = {
      name: 'Fabrikam',
      primarycontactid: { contactid: NO_ID, lastname: 'Smith' },
      contact_customer_accounts: [{ contactid: NO_ID, emailaddress1: 'a@example.com' }],
    };
    const { dataverse, server } = await scripted(() => ({ body: { value: [row] } }));
    expect(await expandRows(dataverse)).toEqual({ lastName: 'Smith', addresses: ['a@example.com'] });
    expect(asked(server)).toEqual([
      'GET accounts?$select=name&$expand=primarycontactid($select=lastname),contact_customer_accounts($select=emailaddress1;$filter=emailaddress1 ne null;$top=5)',
    ]);
  });

  it('have labels and lookups', async () => {
    const row = {
      '@odata.etag': 'W/"1000113"',
      'statuscode@OData.Community.Display.V1.FormattedValue': 'Active',
      statuscode: 1,
      '_primarycontactid_value@OData.Community.Display.V1.FormattedValue': 'Nuala',
      '_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'primarycontactid',
      '_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact',
      _primarycontactid_value: ID,
    };
    const { dataverse, server } = await scripted(() => ({ body: { value: [row] } }));
    expect(await annotated(dataverse)).toEqual({
      status: 'Active',
      contact: { id: ID, table: 'contact', name: 'Nuala', navigation: 'primarycontactid' },
      version: 'W/"1000113"',
    });
    expect(server.requests[0]?.headers['prefer']).toBe('odata.include-annotations="*"');
  });

  it('give figures', async () => {
    const { dataverse, server } = await scripted(({ path }) => ({
      body: {
        value: path.includes('groupby') ? [{ statuscode: 1, accounts: 2, revenue: 30 }] : [{ mean: 15 }],
      },
    }));
    expect(await aggregate(dataverse)).toEqual({
      byStatus: [{ statuscode: 1, accounts: 2, revenue: 30 }],
      mean: 15,
    });
    expect(asked(server)).toEqual([
      'GET accounts?$apply=filter(revenue gt 0)/groupby((statuscode),aggregate($count as accounts,revenue with sum as revenue))',
      'GET accounts?$apply=filter(revenue gt 0)/aggregate(revenue with average as mean)',
    ]);
  });
});
