import { ConfigurationError, odata } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { enumMember } from '../../src/odata/literal.ts';
import { clientTo } from '../support/client.ts';

describe('enumMember', () => {
  it('is written with its type in the parameter of a function', async () => {
    const { client, server } = await clientTo(() => ({ body: {} }));
    await client.function('RetrieveCurrentOrganization', {
      AccessType: enumMember('EndpointAccessType', 'Default'),
    });
    const [request] = server.requests;
    expect(decodeURIComponent(request?.path ?? '')).toBe(
      "/api/data/v9.2/RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
    );
  });

  it('is written likewise in a filter of definitions, several flags joined by commas', () => {
    expect(odata`OwnershipType eq ${enumMember('OwnershipTypes', 'UserOwned')}`).toBe(
      "OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned'",
    );
    expect(odata`${enumMember('AccessRights', 'ReadAccess,WriteAccess')}`).toBe(
      "Microsoft.Dynamics.CRM.AccessRights'ReadAccess,WriteAccess'",
    );
  });

  it('is checked again where it is written', () => {
    expect(() => odata`a eq ${{ enumType: 'A', member: "' or 1 eq 1" }}`).toThrow(ConfigurationError);
  });

  it.each([
    ["EndpointAccessType'", 'Default'],
    ['EndpointAccessType', "Default' or true or 'a"],
    ['', 'Default'],
    ['EndpointAccessType', ''],
  ])('refuses %j and %j', (type, member) => {
    expect(() => enumMember(type, member)).toThrow(ConfigurationError);
  });
});
