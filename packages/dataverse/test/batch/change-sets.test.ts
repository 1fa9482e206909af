import { ConfigurationError, DataverseError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { type Batch, batch } from '../../src/batch/batch.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { batchClientTo, created, refusal } from './batch-server.ts';
import { type Item, requestsIn } from './parse-batch.ts';

const ROOT = '/api/data/v9.2';

const ids = (items: readonly Item[]) => requestsIn(items).map(({ contentId }) => contentId);

describe('a change set', () => {
  it('lets later requests name the rows that it creates, in bodies and as keys', async () => {
    const { client, batches } = await batchClientTo((items) => [
      { set: ids(items).map((id, index) => (index < 2 ? created(ID, id) : { status: 204, contentId: id })) },
    ]);
    const b = batch(client);
    const { account, contact } = b.changeSet((set) => {
      const accounts = set.table('accounts');
      const contact = set.table('contacts').create({ lastname: 'Smith' });
      const account = accounts.create({
        name: 'Fabrikam',
        'primarycontactid@odata.bind': contact.ref,
        'members@odata.bind': [contact.ref, `/contacts(${ID})`],
      });
      accounts.update(account.ref, { name: 'New' });
      accounts.setColumn(account.ref, 'name', 'Newer');
      accounts.clearColumn(account.ref, 'telephone1');
      accounts.associate(account.ref, 'contact_customer_accounts', contact.ref);
      accounts.associate(OTHER_ID, 'contact_customer_accounts', contact.ref);
      accounts.action(account.ref, 'Merge', { Target: { '@odata.id': contact.ref } });
      accounts.delete(account.ref);
      return { account, contact };
    });
    const results = await b.send();
    const [one, two] = [contact.ref, account.ref];
    const sent = requestsIn(batches[0] ?? []);
    expect(one).not.toBe(two);
    expect(new Set(sent.map(({ contentId }) => contentId)).size).toBe(sent.length);
    expect(sent.slice(0, 2).map(({ contentId }) => `$${contentId}`)).toEqual([one, two]);
    expect(sent.map(({ method, url, body }) => [method, url, body && JSON.parse(body)])).toEqual([
      ['POST', `${ROOT}/contacts`, { lastname: 'Smith' }],
      [
        'POST',
        `${ROOT}/accounts`,
        {
          name: 'Fabrikam',
          'primarycontactid@odata.bind': one,
          'members@odata.bind': [one, `/contacts(${ID})`],
        },
      ],
      ['PATCH', two, { name: 'New' }],
      ['PUT', `${two}/name`, { value: 'Newer' }],
      ['DELETE', `${two}/telephone1`, ''],
      ['POST', `${two}/contact_customer_accounts/$ref`, { '@odata.id': one }],
      ['POST', `${ROOT}/accounts(${OTHER_ID})/contact_customer_accounts/$ref`, { '@odata.id': one }],
      ['POST', `${two}/Microsoft.Dynamics.CRM.Merge`, { Target: { '@odata.id': one } }],
      ['DELETE', two, ''],
    ]);
    // The row is new in the same change set: whether it exists is no question to the service.
    expect(sent.filter(({ headers }) => headers['if-match'] !== undefined)).toEqual([]);
    expect(results.get(account)).toBe(ID);
  });

  it('refuses a reference outside its set, before its row, or out of another batch', async () => {
    const { client, server } = await clientTo(() => ({ status: 500 }));
    const b = batch(client);
    const elsewhere = batch(client).changeSet((set) => set.table('contacts').create({}));
    const contact = b.changeSet((set) => set.table('contacts').create({}));
    const reason = (ref: string) => `Content-ID Reference: '${ref}' does not exist in the batch context.`;
    const link = (ref: string) => ({ 'primarycontactid@odata.bind': ref });
    expect(() => b.table('accounts').create(link(contact.ref))).toThrow(reason(contact.ref));
    expect(() => b.table('contacts').update(contact.ref, {})).toThrow(reason(contact.ref));
    b.changeSet((set) => {
      const accounts = set.table('accounts');
      const next = `$${Number(contact.ref.slice(1)) + 1}`;
      expect(() => accounts.create(link(next))).toThrow(reason(next));
      const own = accounts.create({});
      for (const ref of [contact.ref, elsewhere.ref] as const) {
        expect(() => accounts.create(link(ref))).toThrow(reason(ref));
        expect(() => accounts.create({ deep: [link(ref)] })).toThrow(ConfigurationError);
        expect(() => accounts.create({ 'members@odata.bind': [own.ref, ref] })).toThrow(ConfigurationError);
        expect(() => accounts.update(ref, {})).toThrow(ConfigurationError);
        expect(() => accounts.associate(own.ref, 'x', ref)).toThrow(ConfigurationError);
      }
      // A key decides whether a row is created; a row that is new already has none to decide by.
      expect(() => accounts.upsert(own.ref, {})).toThrow(ConfigurationError);
      expect(() => accounts.insert(own.ref, {})).toThrow(ConfigurationError);
    });
    expect(server.requests).toHaveLength(0);
  });

  it('refuses reads, requests beside it while it is open, and more once it is closed', async () => {
    const { client } = await batchClientTo((items) => [{ set: ids(items).map((id) => created(ID, id)) }]);
    const b = batch(client);
    let kept: unknown;
    const entry = b.changeSet((set) => {
      kept = set;
      // What the compiler refuses, in JavaScript.
      const untyped = set as unknown as Batch;
      expect(() => untyped.table('accounts').get(ID)).toThrow(/takes writes alone/);
      expect(() => untyped.table('accounts').getColumn(ID, 'name')).toThrow(ConfigurationError);
      expect(() => untyped.table('accounts').function(ID, 'Find')).toThrow(ConfigurationError);
      expect(() => b.table('accounts').create({})).toThrow(/set\.table/);
      expect(() => b.changeSet(() => 1)).toThrow(ConfigurationError);
      return set.table('accounts').create({ name: 'x' });
    });
    expect(() => (kept as Batch).table('accounts').create({})).toThrow(/closed/);
    expect((await b.send()).get(entry)).toBe(ID);
  });

  it('is left out whole when collecting it throws', async () => {
    const { client, batches } = await batchClientTo(() => [{ status: 204 }]);
    const b = batch(client);
    const collect = () =>
      b.changeSet((set) => {
        set.table('accounts').create({ name: 'x' });
        throw new RangeError('mine');
      });
    expect(collect).toThrow(RangeError);
    b.table('accounts').delete(ID);
    await b.send();
    expect(requestsIn(batches[0] ?? []).map(({ method }) => method)).toEqual(['DELETE']);
  });

  it.each([
    ['one part that names the request', 'set', true],
    ['one part that names none', 'set', false],
    ['one part that is no change set', 'single', false],
  ] as const)('that failed, answered with %s, fails with all its requests', async (_, form, isNamed) => {
    const { client } = await batchClientTo((items) => {
      const failed = refusal(400, '0x80044331', 'Too long', isNamed ? ids(items)[2] : undefined);
      return [{ status: 204 }, form === 'set' ? { set: [failed] } : failed];
    });
    const b = batch(client);
    const before = b.table('accounts').delete(ID);
    const set = b.changeSet((changes) => {
      const contact = changes.table('contacts').create({});
      return [contact, changes.table('accounts').create({ 'primarycontactid@odata.bind': contact.ref })];
    });
    const after = b.whoAmI();
    const results = await b.send();
    expect(results.outcome(before)).toMatchObject({ ok: true, value: undefined });
    for (const entry of set) {
      const outcome = results.outcome(entry);
      expect(outcome).toMatchObject({
        ok: false,
        skipped: false,
        error: { status: 400, errorCode: '0x80044331', serverMessage: 'Too long', requestId: 'req-1' },
      });
      expect(() => results.get(entry)).toThrow(DataverseError);
      expect(() => results.get(entry)).toThrow(isNamed ? `POST ${ROOT}/accounts: 400` : 'change set: 400');
    }
    expect(results.outcome(after)).toMatchObject({ ok: false, skipped: true });
  });

  it('has its answers told apart by Content-ID, whatever their order', async () => {
    const { client } = await batchClientTo((items) => {
      const [first, second] = ids(items);
      return [{ set: [created(OTHER_ID, second), created(ID, first)] }];
    });
    const b = batch(client);
    const [one, two] = b.changeSet((set) => [
      set.table('accounts').create({}),
      set.table('accounts').create({}),
    ]);
    const results = await b.send();
    expect([results.get(one), results.get(two)]).toEqual([ID, OTHER_ID]);
  });

  it.each([
    ['too few answers', (set: readonly unknown[]) => set.slice(1)],
    ['too many answers', (set: readonly unknown[]) => [...set, ...set]],
    ['an answer twice', (set: readonly unknown[]) => [set[0], set[0]]],
    ['an unknown Content-ID', (set: readonly unknown[]) => [set[0], created(ID, '0')]],
  ])('refuses %s', async (_, change) => {
    const { client } = await batchClientTo((items) => [
      { set: change(ids(items).map((id) => created(ID, id))) as [] },
    ]);
    const b = batch(client);
    b.changeSet((set) => [set.table('accounts').create({}), set.table('accounts').create({})]);
    await expect(b.send()).rejects.toThrow(DataverseError);
  });
});
