import { etag, formatted, lookup, odata } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function iterate(dataverse: Dataverse) {
  const found: (string | null)[] = [];
  // #region select
  const accounts = dataverse
    .table('accounts')
    .select('name', 'revenue')
    .filter((f) => f.startswith('name', 'Fab').and(f.gt('revenue', 1_000_000)))
    .orderBy('revenue', 'desc')
    .orderBy('name');

  for await (const row of accounts) found.push(row.name); // page after page
  // #endregion
  return found;
}

export async function conditions(dataverse: Dataverse, since: Date, name: string) {
  // #region filter
  const accounts = dataverse
    .table('accounts')
    .filter((f) =>
      f.and(
        f.in('statuscode', [1, 2]),
        f.or(f.eq('revenue', null), f.ge('revenue', 5000)),
        f.not(f.contains('name', 'test')),
        f.ge('createdon', since),
      ),
    );
  const named = accounts.filter(odata`name eq ${name} and accountnumber ne null`); // both conditions hold
  // #endregion
  return named.all();
}

export async function relatedConditions(dataverse: Dataverse) {
  // #region related-filter
  const accounts = dataverse.table('accounts').filter((f) =>
    f.and(
      f.on('primarycontactid', (contact) => contact.eq('lastname', "O'Brien")), // a lookup
      f.any('contact_customer_accounts', (contact) => contact.endswith('emailaddress1', '@example.com')),
      f.all('contact_customer_accounts', (contact) => contact.ne('lastname', null)),
      f.call('LastXHours', 'createdon', 12), // a query function of Dataverse
    ),
  );
  // #endregion
  return accounts.all();
}

export async function expandRows(dataverse: Dataverse) {
  // #region expand
  const account = await dataverse
    .table('accounts')
    .select('name')
    .expand('primarycontactid', (contact) => contact.select('lastname'))
    .expand('contact_customer_accounts', (contacts) =>
      contacts
        .select('emailaddress1')
        .filter((f) => f.ne('emailaddress1', null))
        .top(5),
    )
    .first();
  const lastName = account?.primarycontactid?.lastname; // the lookup may be empty
  const addresses = account?.contact_customer_accounts.map((contact) => contact.emailaddress1);
  // #endregion
  return { lastName, addresses };
}

export async function someRows(dataverse: Dataverse) {
  const sizes: number[] = [];
  // #region some
  const accounts = dataverse.table('accounts').select('name').orderBy('name');
  const ten = await accounts.top(10).all(); // in memory
  const one = await accounts.first(); // or undefined
  const total = await accounts.filter((f) => f.eq('statuscode', 1)).total(); // counts to 5,000

  for await (const { rows, count } of accounts.pageSize(500).count().pages()) {
    sizes.push(rows.length, count ?? 0); // count is that of all pages; 5,000 means 5,000 or more
  }
  // #endregion
  return { ten, one, total, sizes };
}

export async function annotated(dataverse: Dataverse) {
  // #region annotations
  const query = dataverse.table('accounts').select('statuscode', '_primarycontactid_value').annotations();
  const account = await query.first();
  if (account === undefined) return undefined;
  const status = formatted(account, 'statuscode'); // 'Active'
  const contact = lookup(account, 'primarycontactid'); // { id, table, name, navigation }
  const version = etag(account); // W/"…"; ifMatch and getIfChanged take the row itself, too
  // #endregion
  return { status, contact, version };
}

export async function aggregate(dataverse: Dataverse) {
  // #region apply
  const accounts = dataverse.table('accounts').filter((f) => f.gt('revenue', 0));
  const byStatus = await accounts
    .apply((a) => a.groupBy(['statuscode'], { accounts: a.count(), revenue: a.sum('revenue') }))
    .all();
  const [all] = await accounts.apply((a) => a.total({ mean: a.average('revenue') })).all();
  // #endregion
  return { byStatus, mean: all?.mean };
}
