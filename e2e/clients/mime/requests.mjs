import { guid, odata } from '@wayleave/dataverse';

const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
const OTHER = '278742b0-1e61-4fb5-84ef-c7de308c19e2';

/** What multipart text has its traps in: other alphabets, line ends, boundaries, headers, the end of a part. */
export const nasty = {
  name: 'Fabrikam \u{1f680} Müller & Söhne, 株式会社 \'x\' "y" \\ \u2028 \0 \x7f',
  description:
    'a\r\n--batch_1\r\nContent-Type: application/http\r\n\r\nDELETE /x HTTP/1.1\r\n\r\n--batch_1--\r\n',
  long: `${'x'.repeat(1100)} ${'ü'.repeat(20)}`,
};

/**
 * Requests of many kinds, which a client sends alone and a batch collects, by the same words.
 *
 * @type {readonly ((at: any, client: import('@wayleave/dataverse').Client) => unknown)[]}
 */
export const requests = [
  (at) => at.whoAmI(),
  (at) => at.table('accounts').get(ID, { select: ['name', 'revenue'] }),
  (at) =>
    at.table('accounts').get({ accountnumber: "O'Brien & Söhne / (x); a=1?b#c%20" }, { select: ['name'] }),
  (at) => at.table('accounts').getColumn(ID, 'name'),
  (at) => at.table('accounts').create(nasty),
  (at) => at.table('accounts').create({ name: 'x' }, { returnRepresentation: true }),
  (at) => at.table('accounts').update(ID, nasty, { ifMatch: 'W/"1234"' }),
  (at) => at.table('accounts').upsert({ accountnumber: 'A/1' }, { name: nasty.name }),
  (at) => at.table('accounts').insert(ID, { name: 'x' }),
  (at) => at.table('accounts').setColumn(ID, 'name', nasty.name),
  (at) => at.table('accounts').clearColumn(ID, 'name'),
  (at) => at.table('accounts').delete(ID, { ifMatch: 'W/"1234"' }),
  (at) => at.table('accounts').associate(ID, 'contact_customer_accounts', { table: 'contacts', key: OTHER }),
  (at) => at.table('accounts').disassociate(ID, 'contact_customer_accounts', { key: OTHER }),
  (at) => at.table('accounts').update(ID, { name: 'x' }, { solution: 'sample', bypassCustomLogic: 'all' }),
  (at) => at.table('accounts').get(ID, { select: ['name'], consistency: 'strong', tag: 'nightly run: ü' }),
  (at) => at.action('new_Send', { Text: nasty.name, Target: { '@odata.type': 'x', accountid: ID } }),
  (at) => at.function('RetrieveDuplicates', { Name: nasty.name, Id: guid(ID) }),
  (at, client) => {
    const query = client
      .table('accounts')
      .select('name')
      .filter(odata`contains(name,${nasty.name})`)
      .orderBy('name')
      .pageSize(7);
    return 'query' in at ? at.query(query) : query.all();
  },
];
