/** What the compiler must refuse of a client with a generated schema, and what it must not. Compiled, never run. */
import { type Client, createClient, enumMember, guid } from '@wayleave/dataverse';
import { AccountStatuscode, type Environment, NewColour, schema } from './generated.ts';

const credential = { getToken: async () => ({ token: 'a', expiresOnTimestamp: 0 }) };

/** A mistake of type on one side or the other is an error. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <Yes extends true>(yes?: Yes) => yes;

export async function taken(id: string): Promise<void> {
  const client: Client<Environment> = createClient({
    url: 'https://contoso.crm4.dynamics.com',
    credential,
    schema,
  });
  const accounts = client.table('accounts');

  for await (const row of accounts
    .select('name', 'createdon')
    .filter((f) => f.gt('revenue', 1e6))
    .orderBy('name')) {
    is<Same<typeof row.name, string | null>>();
    is<Same<typeof row.createdon, Date | null>>();
    is<Same<typeof row.accountid, string>>();
  }
  const account = await accounts.get(id);
  is<Same<typeof account.statuscode, 1 | 2 | null>>();
  is<Same<typeof account._primarycontactid_value, string | null>>();
  await accounts.get({ accountnumber: 'A1' }, { select: ['name'] });
  const stored = await accounts.create({ name: 'x' }, { returnRepresentation: true, select: ['name'] });
  is<Same<keyof typeof stored, 'name' | 'accountid'>>();
  const changed = await accounts.getIfChanged(id, 'W/"1"', { select: ['name'] });
  is<Same<keyof NonNullable<typeof changed>, 'name' | 'accountid'>>();
  const [figures] = await accounts.apply((a) => a.total({ last: a.max('createdon') })).all();
  is<Same<NonNullable<typeof figures>['last'], string | null | undefined>>();

  const expanded = await accounts
    .select('name')
    .expand('primarycontactid', (contact) => contact.select('fullname'))
    .expand('contact_customer_accounts', (contact) => contact.select('birthdate'))
    .first();
  is<Same<NonNullable<NonNullable<typeof expanded>['primarycontactid']>['fullname'], string | null>>();
  is<Same<NonNullable<typeof expanded>['contact_customer_accounts'][number]['birthdate'], string | null>>();

  await accounts.create({
    name: 'Fabrikam',
    statuscode: AccountStatuscode.Active,
    new_colours: `${NewColour.Käsegelb},${NewColour.DoctorsGreen}`,
    'ownerid@odata.bind': `systemusers(${id})`,
    primarycontactid: { lastname: "O'Brien", birthdate: '1990-01-31' },
    contact_customer_accounts: [{ lastname: 'Smith' }],
  });
  await accounts.update(id, { revenue: null, statuscode: 2, 'primarycontactid@odata.bind': null });
  accounts.filter((f) =>
    f.eq('statuscode', 1).and(f.ge('createdon', new Date())).and(f.eq('donotfax', true)),
  );
  accounts.filter((f) =>
    f
      .in('accountid', [guid(id)])
      .or(f.eq('_primarycontactid_value', id))
      .or(f.ne('accountid', null)),
  );
  accounts.filter((f) => f.on('primarycontactid', (contact) => contact.eq('lastname', 'Smith')));
  client.table('contacts').filter((f) => f.any('account_primary_contact', (a) => a.gt('revenue', 1)));

  const organization = await client.function('RetrieveCurrentOrganization', {
    AccessType: enumMember('EndpointAccessType', 'Default'),
  });
  is<Same<typeof organization.Since, string | null>>();
  const rollup = await client.function('CalculateRollupField', {
    Target: { '@odata.id': `accounts(${id})` },
    FieldName: 'revenue',
    RowId: guid(id),
  });
  is<Same<(typeof rollup.value)[number]['createdon'], string | null | undefined>>();
  await client.function('Convert', { Amount: 1 });
  await client.function('Convert', { Since: new Date() });
  const closed = await client.action('CloseDeal', {
    Target: { '@odata.type': 'Microsoft.Dynamics.CRM.lead', leadid: id },
    Customer: { accountid: id },
    ClosedOn: new Date(),
    Ids: [id],
    Access: 'Internet',
    Words: [{ LanguageCode: 1031 }],
    Query: { '@odata.type': 'Microsoft.Dynamics.CRM.FetchExpression', Query: '<fetch/>' },
  });
  is<Same<typeof closed, undefined>>();
  const approved = await accounts.action(id, 'Approve', { Note: 'yes' });
  is<Same<typeof approved.value, boolean>>();
  const access = await client.table('systemusers').function(id, 'RetrievePrincipalAccess', {
    Target: { '@odata.id': `accounts(${id})` },
  });
  is<typeof access.AccessRights extends string | null ? true : false>();
}

export async function refused(client: Client<Environment>, id: string): Promise<void> {
  // A table.
  // @ts-expect-error it is accounts
  client.table('account');
  const accounts = client.table('accounts');
  const contacts = client.table('contacts');

  // A column.
  // @ts-expect-error there is no such column
  accounts.select('nam');
  // @ts-expect-error the lookup is read as _primarycontactid_value
  accounts.select('primarycontactid');
  // @ts-expect-error there is no such column
  accounts.filter((f) => f.eq('nam', 'x'));
  // @ts-expect-error there is no such column
  accounts.orderBy('nam');
  // @ts-expect-error there is no such column
  await accounts.get(id, { select: ['nam'] });
  const selected = await accounts.select('name').first();
  // @ts-expect-error it was not selected
  is<Same<NonNullable<typeof selected>['revenue'], number | null>>();
  // @ts-expect-error there is no such column
  await accounts.create({ nam: 'x' });
  // @ts-expect-error it is for contacts
  await accounts.update(id, { lastname: 'x' });

  // What the service fills in.
  // @ts-expect-error it is read-only
  await accounts.create({ createdon: new Date() });
  // @ts-expect-error it is read-only, as the definition says
  await accounts.update(id, { lastonholdtime: new Date() });
  // @ts-expect-error a row keeps its id
  await accounts.update(id, { accountid: id });
  // @ts-expect-error a lookup is set by its navigation property
  await accounts.update(id, { _primarycontactid_value: id });
  // @ts-expect-error an update creates no rows along with it
  await accounts.update(id, { contact_customer_accounts: [] });
  // @ts-expect-error names of navigation properties are case-sensitive
  await accounts.update(id, { 'PrimaryContactId@odata.bind': null });

  // A value.
  // @ts-expect-error revenue is a number
  accounts.filter((f) => f.eq('revenue', '1000000'));
  // @ts-expect-error a row's id is compared with guid(id): the service refuses quoted text
  accounts.filter((f) => f.eq('accountid', id));
  // @ts-expect-error it takes an access type
  await client.function('RetrieveCurrentOrganization');
  // @ts-expect-error it takes no parameters
  await client.function('WhoAmI', { Id: id });
  // @ts-expect-error a moment is compared with a Date
  accounts.filter((f) => f.gt('createdon', '2026-01-01'));
  // @ts-expect-error revenue is no text
  accounts.filter((f) => f.contains('revenue', '1'));
  // @ts-expect-error a name has no sum
  accounts.apply((a) => a.total({ sum: a.sum('name') }));
  // @ts-expect-error revenue is a number
  await accounts.create({ revenue: '1' });
  // @ts-expect-error a date alone is text
  await contacts.create({ birthdate: new Date() });

  // A choice.
  // @ts-expect-error there is no 3
  await accounts.create({ statuscode: 3 });
  // @ts-expect-error there is no 3
  accounts.filter((f) => f.eq('statuscode', 3));
  // @ts-expect-error there is no such label
  await accounts.create({ statuscode: AccountStatuscode.Closed });

  // A relation.
  // @ts-expect-error there is no such navigation property
  accounts.expand('primarycontact');
  // @ts-expect-error it leads to principal, which has no columns of its own
  accounts.expand('ownerid');
  // @ts-expect-error contacts have no revenue
  accounts.expand('primarycontactid', (contact) => contact.select('revenue'));
  // @ts-expect-error contacts have no revenue
  accounts.filter((f) => f.on('primarycontactid', (contact) => contact.eq('revenue', 1)));

  // A key.
  // @ts-expect-error name is no alternate key
  await accounts.get({ name: 'x' });
  // @ts-expect-error contacts have none
  await contacts.get({ fullname: 'x' });

  // Actions and functions.
  // @ts-expect-error there is none of that name
  await client.action('WinOpportunity');
  // @ts-expect-error a GUID in a URL is guid(…)
  await client.function('CalculateRollupField', { Target: { '@odata.id': '' }, FieldName: '', RowId: id });
  // @ts-expect-error a row in a URL is a reference
  await client.function('CalculateRollupField', { Target: { accountid: id }, FieldName: '' });
  // @ts-expect-error FieldName is missing
  await client.function('CalculateRollupField', { Target: { '@odata.id': '' } });
  // @ts-expect-error a member in a URL is enumMember(…)
  await client.function('RetrieveCurrentOrganization', { AccessType: 'Default' });
  await client.function('RetrieveCurrentOrganization', {
    // @ts-expect-error there is no such member
    AccessType: enumMember('EndpointAccessType', 'Office'),
  });
  await client.function('RetrieveCurrentOrganization', {
    // @ts-expect-error it is of another type
    AccessType: enumMember('AccessRights', 'Default'),
  });
  // @ts-expect-error Note is text
  await accounts.action(id, 'Approve', { Note: 1 });
  // @ts-expect-error it is bound to accounts
  await contacts.action(id, 'Approve', {});
}
