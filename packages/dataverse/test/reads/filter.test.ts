import { ConfigurationError, dateOnly, type Filter, type FilterFunctions, guid } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { optionsOf } from './options.ts';

async function filterOf(condition: (f: FilterFunctions) => Filter): Promise<string | undefined> {
  const { client, server } = await clientTo(() => ({ body: { value: [] } }));
  await client.table('accounts').filter(condition).all();
  return optionsOf(server.requests[0])['$filter'];
}

describe('a filter', () => {
  it.each<[string, (f: FilterFunctions) => Filter]>([
    [
      "primarycontactid/lastname eq 'O''Brien' and primarycontactid/createdby/isdisabled eq false",
      (f) =>
        f.on('primarycontactid', (contact) =>
          contact
            .eq('lastname', "O'Brien")
            .and(contact.on('createdby', (user) => user.eq('isdisabled', false))),
        ),
    ],
    [
      "(primarycontactid/a eq 1 or primarycontactid/b eq 2) and name ne 'x'",
      (f) => f.on('primarycontactid', (c) => c.eq('a', 1).or(c.eq('b', 2))).and(f.ne('name', 'x')),
    ],
    [
      "contact_customer_accounts/any(o1:contains(o1/fullname,'(x') and o1/statecode eq 0)",
      (f) =>
        f.any('contact_customer_accounts', (c) => c.contains('fullname', '(x').and(c.eq('statecode', 0))),
    ],
    ['contact_customer_accounts/any()', (f) => f.any('contact_customer_accounts')],
    ['not (contact_customer_accounts/any())', (f) => f.not(f.any('contact_customer_accounts'))],
    [
      'contact_customer_accounts/all(o1:o1/statecode eq 0 or o1/statecode eq 1)',
      (f) => f.all('contact_customer_accounts', (c) => c.in('statecode', [0, 1])),
    ],
    [
      "a/any(o1:o1/b/all(o2:o2/c eq 1 and o2/d/any(o3:o3/e eq 'x')) and o1/f/g eq 2)",
      (f) =>
        f.any('a', (a) =>
          a
            .all('b', (b) => b.eq('c', 1).and(b.any('d', (d) => d.eq('e', 'x'))))
            .and(a.on('f', (lookup) => lookup.eq('g', 2))),
        ),
    ],
    [
      "Microsoft.Dynamics.CRM.LastXHours(PropertyName='modifiedon',PropertyValue=12)",
      (f) => f.call('LastXHours', 'modifiedon', 12),
    ],
    [
      `Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=["5","2000"])`,
      (f) => f.call('Between', 'numberofemployees', [5, 2000]),
    ],
    [
      `Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=["O'Brien","a\\"b"]) and a eq 1`,
      (f) => f.call('In', 'lastname', ["O'Brien", 'a"b']).and(f.eq('a', 1)),
    ],
    ["Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", (f) => f.call('EqualUserId', 'ownerid')],
    [
      "Microsoft.Dynamics.CRM.ContainValues(PropertyName='x',PropertyValue='O''Brien')",
      (f) => f.call('ContainValues', 'x', "O'Brien"),
    ],
    // Parameters that are no numbers are texts, by $metadata.
    [
      "Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='createdon',PropertyValue='2023-03-25T17:42:47Z')",
      (f) => f.call('OnOrAfter', 'createdon', new Date('2023-03-25T17:42:47Z')),
    ],
    [
      "Microsoft.Dynamics.CRM.On(PropertyName='birthdate',PropertyValue='1990-01-31')",
      (f) => f.call('On', 'birthdate', dateOnly('1990-01-31')),
    ],
    [
      `Microsoft.Dynamics.CRM.Under(PropertyName='accountid',PropertyValue='${ID}')`,
      (f) => f.call('Under', 'accountid', guid(ID)),
    ],
  ])('writes %s', async (text, condition) => expect(await filterOf(condition)).toBe(text));

  it.each<[string, (f: FilterFunctions) => Filter]>([
    [`_primarycontactid_value eq ${ID}`, (f) => f.eq('_primarycontactid_value', ID.toUpperCase())],
    [`_primarycontactid_value eq ${ID}`, (f) => f.eq('_primarycontactid_value', guid(ID))],
    [
      `parentaccountid/_ownerid_value ne ${ID}`,
      (f) => f.on('parentaccountid', (a) => a.ne('_ownerid_value', ID)),
    ],
    [`_a_value eq ${ID} or _a_value eq null`, (f) => f.in('_a_value', [ID, null])],
    [`name eq '${ID}'`, (f) => f.eq('name', ID)],
    [`accountnumber eq '{${ID}} and more'`, (f) => f.eq('accountnumber', `{${ID}} and more`)],
    ["_a_value eq 'x'", (f) => f.eq('_a_value', 'x')],
  ])('writes ids of lookups as such, and text as text: %s', async (text, condition) => {
    expect(await filterOf(condition)).toBe(text);
  });

  it.each<[string, (f: FilterFunctions) => Filter]>([
    ['a negated function of the service', (f) => f.not(f.call('LastXHours', 'modifiedon', 12))],
    ['a function whose name is more than a name', (f) => f.call("X(PropertyName='a') or Y", 'b')],
    ['a column that would leave its quotes', (f) => f.call('Today', "a') or (1 eq 1")],
    ['a path that is none', (f) => f.on('a or b', (b) => b.eq('c', 1))],
    ['a collection that is none', (f) => f.any('a)', (b) => b.eq('c', 1))],
  ])('refuses %s', async (_, condition) => {
    await expect(filterOf(condition)).rejects.toThrow(ConfigurationError);
  });
});
