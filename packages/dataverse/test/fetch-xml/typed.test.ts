import { createClient, type Row, type Rows, type Schema } from '@wayleave/dataverse';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Changes, trackChanges } from '../../src/change-tracking/track-changes.ts';
import { fetchXml } from '../../src/fetch-xml/fetch-xml.ts';

interface Account {
  readonly accountid: string;
  readonly name: string | null;
  readonly createdon: Date | null;
}

interface Environment {
  readonly tables: {
    readonly accounts: {
      readonly row: Account;
      readonly create: object;
      readonly update: object;
      readonly id: 'accountid';
      readonly keys: never;
      readonly navigation: object;
      readonly actions: object;
      readonly functions: object;
    };
  };
  readonly actions: object;
  readonly functions: object;
}

type RowOf<C> = C extends Changes<infer R> ? R : never;

const XML = '<fetch><entity name="account"/></fetch>';
const schema: Schema<Environment> = { tables: {} };
const options = { url: 'https://contoso.crm4.dynamics.com', credential: { getToken: async () => null } };

describe('the rows of a table that is typed', () => {
  const accounts = createClient({ ...options, schema }).table('accounts');

  it('have the columns of the table, each of which may be left out by FetchXML', () => {
    const rows = fetchXml(accounts, XML);
    expectTypeOf(rows).toEqualTypeOf<Rows<Partial<Account>>>();
    expectTypeOf(fetchXml<{ total: number }>(accounts, XML)).toEqualTypeOf<Rows<{ total: number }>>();
    expect(rows).toBeDefined();
  });

  it('have the columns that were selected when they have changed', () => {
    const changes = trackChanges(accounts.select('name'));
    expectTypeOf<RowOf<typeof changes>>().toEqualTypeOf<Pick<Account, 'accountid' | 'name'>>();
    expect(changes.checkpoint).toBeUndefined();
  });
});

describe('the rows of a table that is not typed', () => {
  const client = createClient(options);

  it('are what the caller says, or anything', () => {
    expectTypeOf(fetchXml(client.table('accounts'), XML)).toExtend<Rows<Row>>();
    expectTypeOf(fetchXml(client.table<Account>('accounts'), XML)).toEqualTypeOf<Rows<Partial<Account>>>();
    const changes = trackChanges(client.table<Account>('accounts'));
    expectTypeOf<RowOf<typeof changes>>().toEqualTypeOf<Account>();
    expect(changes.checkpoint).toBeUndefined();
  });
});
