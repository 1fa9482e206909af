import { describe, expect, it } from 'vitest';
import { calls } from '../src/calls.ts';
import { links, withOptions } from '../src/writes.ts';
import { type Answer, asked, ID, NO_ID, OTHER_ID, scripted } from './support/scripted.ts';

const created = (id: string): Answer => ({
  status: 204,
  headers: { 'odata-entityid': `https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(${id})` },
});

describe('writes', () => {
  it('link rows, and create related ones along', async () => {
    const { dataverse, server } = await scripted(({ path }) =>
      path.endsWith('/accounts') ? created(ID) : { status: 204 },
    );
    expect(await links(dataverse, ID, OTHER_ID)).toBe(ID);
    expect(asked(server)).toEqual([
      `PATCH accounts(${ID})`,
      `PATCH accounts(${ID})`,
      `POST accounts(${ID})/contact_customer_accounts/$ref`,
      `DELETE accounts(${ID})/contact_customer_accounts(${OTHER_ID})/$ref`,
      'POST accounts',
    ]);
    const bodies = server.requests.flatMap(({ body }) => (body === '' ? [] : [JSON.parse(body) as unknown]));
    expect(bodies).toEqual([
      { 'primarycontactid@odata.bind': `/contacts(${OTHER_ID})` },
      { 'primarycontactid@odata.bind': null },
      { '@odata.id': `${server.url}/api/data/v9.2/contacts(${OTHER_ID})` },
      {
        name: 'Fabrikam',
        primarycontactid: { lastname: "O'Brien" },
        contact_customer_accounts: [{ lastname: 'Smith' }, { lastname: 'Okafor' }],
      },
    ]);
  });

  it('have options, those of the client and those of the call', async () => {
    const { dataverse, server } = await scripted(() => created(ID));
    await withOptions(dataverse);
    expect(server.requests).toMatchObject([
      {
        path: '/api/data/v9.2/accounts?tag=nightly-load',
        headers: {
          'mscrm.bypassbusinesslogicexecution': 'CustomSync,CustomAsync',
          'mscrm.suppresscallbackregistrationexpanderjob': 'true',
          'mscrm.suppressduplicatedetection': 'false',
        },
      },
    ]);
  });
});

describe('calls', () => {
  it('of functions have their parameters as aliases, those of actions theirs in the body', async () => {
    const answers: Readonly<Record<string, Answer>> = {
      RetrieveCurrentOrganization: { body: { Detail: { FriendlyName: 'Contoso', TenantId: 'a-tenant' } } },
      RetrievePrincipalAccess: { body: { AccessRights: 'ReadAccess, WriteAccess' } },
      Merge: { status: 204 },
      new_Approve: { body: { value: true } },
    };
    const { dataverse, server } = await scripted(
      ({ path }) => Object.entries(answers).find(([name]) => path.includes(name))?.[1] ?? { status: 404 },
    );
    expect(await calls(dataverse, ID, OTHER_ID, NO_ID)).toEqual({
      tenant: 'a-tenant',
      rights: 'ReadAccess, WriteAccess',
      approved: true,
    });
    expect(asked(server)).toEqual([
      "GET RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
      `GET systemusers(${NO_ID})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1={"@odata.id":"accounts(${ID})"}`,
      'POST Merge',
      `POST accounts(${ID})/Microsoft.Dynamics.CRM.new_Approve`,
    ]);
    expect(server.requests.slice(2).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        Target: { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: ID },
        Subordinate: { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: OTHER_ID },
        PerformParentingChecks: false,
      },
      { Note: 'Good.' },
    ]);
  });
});
