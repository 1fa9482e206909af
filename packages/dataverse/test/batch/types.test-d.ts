import type { BatchEntry, Client, CreatedEntry, Row, TableTypes, Untyped } from '@wayleave/dataverse';
import { batch } from '../../src/batch/batch.ts';

interface AccountRow {
  readonly accountid: string;
  readonly name: string | null;
  readonly revenue: number | null;
}

interface Account extends TableTypes {
  readonly row: AccountRow;
  readonly create: { readonly name: string; readonly 'primarycontactid@odata.bind'?: string | null };
  readonly update: { readonly name?: string };
  readonly id: 'accountid';
  readonly keys: { readonly accountnumber: string };
  readonly navigation: Record<never, never>;
  readonly actions: {
    readonly Merge: { readonly parameters: { Force: boolean }; readonly result: undefined };
  };
  readonly functions: Record<never, never>;
}

interface Environment {
  readonly tables: { readonly accounts: Account; readonly contacts: Untyped };
  readonly actions: {
    readonly Send: { readonly parameters: { To: string }; readonly result: { Id: string } };
  };
  readonly functions: {
    readonly Total: { readonly parameters: { Of: string }; readonly result: { Sum: number } };
  };
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

declare const untyped: Client;
declare const typed: Client<Environment>;

export async function results(id: string) {
  const b = batch(typed);
  const accounts = b.table('accounts');
  const row = accounts.get(id);
  const part = accounts.get({ accountnumber: 'A1' }, { select: ['name'] });
  const made = accounts.create({ name: 'x' });
  const whole = accounts.create({ name: 'x' }, { returnRepresentation: true });
  const upserted = accounts.upsert(id, { name: 'x' });
  const changed = accounts.update(id, { name: 'x' });
  const column = accounts.getColumn(id, 'revenue');
  const page = b.query(typed.table('accounts').select('name'));
  const sent = b.action('Send', { To: 'x' });
  const total = b.function('Total', { Of: 'x' });
  const found = await b.send();
  same<ReturnType<typeof read>, AccountRow>(true);
  function read() {
    return found.get(row);
  }
  const selected = found.get(part);
  same<typeof selected, Pick<AccountRow, 'accountid' | 'name'>>(true);
  const createdId = found.get(made);
  same<typeof createdId, string>(true);
  const createdRow = found.get(whole);
  same<typeof createdRow, AccountRow>(true);
  const { created } = found.get(upserted);
  same<typeof created, boolean | undefined>(true);
  const nothing = found.get(changed);
  same<typeof nothing, void>(true);
  const revenue = found.get(column);
  same<typeof revenue, number | null>(true);
  const names = found.get(page).rows.map(({ name }) => name);
  same<typeof names, (string | null)[]>(true);
  const answer = found.get(sent);
  same<typeof answer, { Id: string }>(true);
  const sum = found.get(total).Sum;
  same<typeof sum, number>(true);
  // Declarations leave out what is private: the kind of the result is to be seen beside it.
  same<NonNullable<BatchEntry<{ a: 1 }>['result']>, { a: 1 }>(true);
  same<NonNullable<CreatedEntry['result']>, string>(true);
  // Entries of several kinds in a list give a result of one of them.
  const either = [made, row].map((entry) => found.get(entry));
  same<typeof either, (string | AccountRow)[]>(true);
  const outcome = found.outcome(made);
  if (outcome.ok) same<typeof outcome.value, string>(true);
  else if (outcome.skipped) same<typeof outcome.error.code, 'ERR_DATAVERSE_SKIPPED'>(true);
  else same<typeof outcome.error.code, 'ERR_DATAVERSE_RESPONSE'>(true);

  const plain = batch(untyped).table('anything').get(id);
  const anything = found.get(plain);
  same<typeof anything, Row>(true);
}

export function refused(id: string) {
  const b = batch(typed);
  // @ts-expect-error no such table
  b.table('account');
  // @ts-expect-error no such column
  b.table('accounts').get(id, { select: ['nmae'] });
  // @ts-expect-error a create needs a name
  b.table('accounts').create({});
  // @ts-expect-error no such parameter
  b.table('accounts').action(id, 'Merge', { Froce: true });
  // @ts-expect-error the deadline is the batch's
  b.table('accounts').delete(id, { timeoutMs: 5 });
  // @ts-expect-error a row created outside a change set has no reference
  void b.table('accounts').create({ name: 'x' }).ref;
  // @ts-expect-error a table of a client is no query's page, nor is an entry
  b.query(b.table('accounts').get(id));
  // @ts-expect-error figures have no table to ask for a page of
  b.query(typed.table('accounts').apply((a) => a.total({ n: a.count() })));
  // @ts-expect-error an option of one request
  void b.send({ bypassPlugins: true });

  const account = b.changeSet((set) => {
    const contact = set.table('contacts').create({ lastname: 'Smith' });
    const accounts = set.table('accounts');
    // @ts-expect-error there are no reads in a change set
    accounts.get(id);
    // @ts-expect-error nor functions
    void set.function;
    // @ts-expect-error nor change sets
    void set.changeSet;
    // @ts-expect-error what is stored is asked for, so that there is no address to refer to
    void accounts.create({ name: 'x' }, { returnRepresentation: true }).ref;
    // @ts-expect-error only a created row has a reference
    void accounts.update(id, { name: 'x' }).ref;
    accounts.associate(id, 'contact_customer_accounts', contact.ref);
    accounts.update(contact.ref, { name: 'x' });
    return accounts.create({ name: 'Fabrikam', 'primarycontactid@odata.bind': contact.ref });
  });
  same<typeof account.ref, `$${number}`>(true);
  // @ts-expect-error an entry is no id
  void typed.table('accounts').get(account);
  // @ts-expect-error an object that looks like an entry is none
  void b.send().then((results) => results.get({ request: 'GET /' }));
}
