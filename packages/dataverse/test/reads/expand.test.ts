import { ConfigurationError, guid } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from '../odata/decode.ts';
import { clientTo, ID } from '../support/client.ts';
import { optionsOf } from './options.ts';

async function accounts() {
  const { client, server } = await clientTo(() => ({ body: { value: [] } }));
  return {
    table: client.table('accounts'),
    expanded: () => optionsOf(server.requests.at(-1))['$expand'],
    server,
  };
}

describe('expand()', () => {
  it('writes the options of related rows with semicolons, and those of theirs within', async () => {
    const { table, expanded } = await accounts();
    await table
      .expand('primarycontactid', (contact) =>
        contact
          .select('fullname', 'createdon')
          .expand('createdby', (user) => user.select('fullname').expand('businessunitid')),
      )
      .expand('contact_customer_accounts', (contact) =>
        contact
          .filter((f) => f.eq('statecode', 0))
          .filter((f) => f.ne('_ownerid_value', guid(ID)))
          .orderBy('createdon', 'desc')
          .orderBy('lastname')
          .top(3),
      )
      .expand('ownerid')
      .all();
    expect(expanded()).toBe(
      [
        'primarycontactid($select=fullname,createdon;$expand=createdby($select=fullname;$expand=businessunitid))',
        `contact_customer_accounts($filter=(statecode eq 0) and (_ownerid_value ne ${ID});$orderby=createdon desc,lastname asc;$top=3)`,
        'ownerid',
      ].join(','),
    );
  });

  it('keeps any text of a value within its quotes', async () => {
    const { table, expanded, server } = await accounts();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (value) => {
        await table.expand('primarycontactid', (contact) => contact.filter((f) => f.eq('a', value))).all();
        expect(Object.keys(optionsOf(server.requests.at(-1)))).toEqual(['$expand']);
        const text = /^primarycontactid\(\$filter=a eq (.*)\)$/s.exec(expanded() ?? '')?.[1] ?? '';
        expect(decodeString(text)).toBe(value);
      }),
      { numRuns: 60, examples: [["a;$top=1)'&$filter=x+#%27"], ['(;)']] },
    );
  });

  it('does not change the query that it is called on', async () => {
    const { table, expanded } = await accounts();
    table.expand('primarycontactid');
    await table.all();
    expect(expanded()).toBeUndefined();
  });

  it('refuses names that are more than names, and numbers that are none', async () => {
    const { table } = await accounts();
    expect(() => table.expand('a($top=1)', (a) => a.select('b'))).toThrow(ConfigurationError);
    expect(() => table.expand('a', (a) => a.select('b;$top=1'))).toThrow(ConfigurationError);
    expect(() => table.expand('a', (a) => a.top(0))).toThrow(ConfigurationError);
    expect(() => table.expand('a', (a) => a.filter(' '))).toThrow(ConfigurationError);
  });
});
