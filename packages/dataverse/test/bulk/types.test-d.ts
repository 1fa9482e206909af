import type { Client, Schema, TableTypes } from '@wayleave/dataverse';
import { bulk } from '../../src/bulk/bulk.ts';
import { createMultiple, updateMultiple, upsertMultiple } from '../../src/multiple/multiple.ts';

interface Account extends TableTypes {
  readonly row: { readonly accountid: string; readonly name: string | null };
  readonly create: { name?: string | null; accountnumber?: string };
  readonly update: { name?: string | null };
  readonly id: 'accountid';
  readonly keys: { accountnumber: string };
  readonly navigation: object;
  readonly actions: object;
  readonly functions: object;
}

interface Environment {
  readonly tables: { readonly accounts: Account };
  readonly actions: object;
  readonly functions: object;
}

export type AnySchema = Schema<Environment>;

export async function typed(client: Client<Environment>, numbers: AsyncIterable<number>): Promise<void> {
  await bulk(client, [{ name: 'a' }], { create: 'accounts' });
  // @ts-expect-error: no such table
  await bulk(client, [{ name: 'a' }], { create: 'account' });
  // @ts-expect-error: a name is text
  await bulk(client, [{ name: 1 }], { create: 'accounts' });
  // @ts-expect-error: a number is no row
  await bulk(client, numbers, { create: 'accounts' });
  await bulk(client, numbers, { create: 'accounts', body: (n) => ({ name: n.toFixed(1) }) });
  // @ts-expect-error: which row is to be updated
  await bulk(client, [{ name: 'a' }], { update: 'accounts' });
  await bulk(client, [{ name: 'a' }], {
    upsert: 'accounts',
    key: ({ name }) => ({ accountnumber: name }),
    body: ({ name }) => ({ name }),
  });
  // @ts-expect-error: no such key
  await bulk(client, [{ name: 'a' }], { upsert: 'accounts', key: ({ name }) => ({ number: name }) });
  await bulk(
    client,
    ['id'],
    { delete: 'accounts', key: (id) => id },
    { onOutcome: ({ row }) => void row.length },
  );
  // @ts-expect-error: a delete sends nothing of the row
  await bulk(client, ['id'], { delete: 'accounts', key: (id) => id, body: () => ({}) });
  // @ts-expect-error: one thing at a time
  await bulk(client, ['id'], { create: 'accounts', delete: 'accounts', key: (id) => id });
  // @ts-expect-error: single rows have no size
  await bulk(client, [{ name: 'a' }], { create: 'accounts' }, { by: 'single', size: 10 });

  const accounts = client.table('accounts');
  await createMultiple(accounts, [{ name: 'a' }]);
  // @ts-expect-error: no such column
  await createMultiple(accounts, [{ nome: 'a' }]);
  // @ts-expect-error: which row is to be updated
  await updateMultiple(accounts, [{ name: 'a' }]);
  await updateMultiple(accounts, [{ accountid: 'id', name: 'a' }]);
  await upsertMultiple(accounts, [{ key: { accountnumber: 'A1' }, row: { name: 'a' } }]);
  // @ts-expect-error: no such key
  await upsertMultiple(accounts, [{ key: { number: 'A1' }, row: { name: 'a' } }]);
}

export async function untyped(client: Client, rows: AsyncIterable<{ a: number }>): Promise<void> {
  await bulk(client, rows, { create: 'anything' });
  await bulk(client, rows, { update: 'anything', key: ({ a }) => ({ a }) });
  // @ts-expect-error: text is no row
  await bulk(client, ['a'], { create: 'anything' });
}
