import { ConfigurationError, guid } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

const ROOT = '/api/data/v9.2';

describe('actions', () => {
  it('are posted unbound or bound to a row', async () => {
    const { client, server } = await clientTo(({ path }) =>
      path.endsWith('PublishXml') ? { body: { done: true } } : { status: 204 },
    );
    const privileges = { Privileges: [{ Depth: 'Basic', PrivilegeId: guid(ID) }] };
    expect(await client.action('PublishXml', { ParameterXml: "<x a='1'/>" })).toEqual({ done: true });
    expect(
      await client.table('roles').action(ID, 'Microsoft.Dynamics.CRM.AddPrivilegesRole', privileges),
    ).toBeUndefined();
    await client.action('Ping');
    expect(server.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', `${ROOT}/PublishXml`, { ParameterXml: "<x a='1'/>" }],
      [
        'POST',
        `${ROOT}/roles(${ID})/Microsoft.Dynamics.CRM.AddPrivilegesRole`,
        { Privileges: [{ Depth: 'Basic', PrivilegeId: ID }] },
      ],
      ['POST', `${ROOT}/Ping`, {}],
    ]);
  });
});

describe('functions', () => {
  it('are got with each parameter by an alias, escaped', async () => {
    const { client, server } = await clientTo(() => ({ body: { RolePrivileges: [] } }));
    await client.function('RetrieveRolePrivilegesRole', { RoleId: guid(ID) });
    await client.table('systemusers').function(ID, 'Microsoft.Dynamics.CRM.RetrieveUserPrivileges');
    await client.table('systemusers').function(ID, 'Microsoft.Dynamics.CRM.RetrievePrincipalAccess', {
      Target: { '@odata.id': `contacts(${OTHER_ID})` },
    });
    await client.function('Find', {
      Name: "x'&$filter=a",
      Names: ["O'Brian"],
      Since: new Date(0),
      None: undefined,
    });
    expect(
      server.requests.map(({ method, path }) => [method, decodeURIComponent(path.slice(ROOT.length))]),
    ).toEqual([
      ['GET', `/RetrieveRolePrivilegesRole(RoleId=@p1)?@p1=${ID}`],
      ['GET', `/systemusers(${ID})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`],
      [
        'GET',
        `/systemusers(${ID})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1={"@odata.id":"contacts(${OTHER_ID})"}`,
      ],
      [
        'GET',
        `/Find(Name=@p1,Names=@p2,Since=@p3)?@p1='x''&$filter=a'&@p2=["O'Brian"]&@p3=1970-01-01T00:00:00Z`,
      ],
    ]);
    const sent = [...new URL(server.requests[3]?.path ?? '', 'http://x').searchParams.keys()];
    expect(sent).toEqual(['@p1', '@p2', '@p3']);
  });

  it.each(['', 'a/b', 'a(b)', '../a', 'a?b'])('and actions refuse the name %o', async (name) => {
    const { client, server } = await clientTo(() => ({}));
    expect(await rejection(client.function(name))).toBeInstanceOf(ConfigurationError);
    expect(await rejection(client.action(name))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('links', () => {
  it('are made and taken away', async () => {
    const { client, server } = await clientTo(() => ({ status: 204 }));
    const roles = 'systemuserroles_association';
    await client.table('systemusers').associate(ID, roles, { table: 'roles', key: OTHER_ID });
    await client.table('systemusers').disassociate(ID, roles, { key: OTHER_ID });
    await client.table('accounts').disassociate({ accountnumber: 'A1' }, 'primarycontactid');
    expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        `${ROOT}/systemusers(${ID})/${roles}/$ref`,
        `{"@odata.id":"${server.url}${ROOT}/roles(${OTHER_ID})"}`,
      ],
      ['DELETE', `${ROOT}/systemusers(${ID})/${roles}(${OTHER_ID})/$ref`, ''],
      ['DELETE', `${ROOT}/accounts(accountnumber='A1')/primarycontactid/$ref`, ''],
    ]);
  });
});
