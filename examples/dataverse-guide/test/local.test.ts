import { type Client, DataverseError } from '@wayleave/dataverse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load } from '../src/bulk.ts';
import { rawRequest } from '../src/calls.ts';
import { explain, inTime, whatIsMissing } from '../src/errors.ts';
import { annotated, conditions, iterate, someRows } from '../src/queries.ts';
import { single } from '../src/rows.ts';
import { impersonatedWrite } from '../src/start.ts';
import { typedRows } from '../src/typed.ts';
import { ifUnchanged, write } from '../src/writes.ts';
import { startClouds } from './support/local.ts';
import { nuala } from './support/tables.ts';

let clouds: Awaited<ReturnType<typeof startClouds>>;
/** The same client, not knowing its tables. */
const untyped = () => clouds.dataverse as object as Client; // only the compiler knows the difference
const accounts = () => clouds.dataverse.table('accounts');
const stored = async (id: string) =>
  (await clouds.local.dataverse.rows('accounts')).find(({ accountid }) => accountid === id);

beforeAll(async () => {
  clouds = await startClouds();
  await accounts().create({ name: 'Fabrikam', accountnumber: 'A/0', revenue: 3_000_000 });
  await accounts().create({ name: "O'Brien & Co", revenue: 10 });
});
afterAll(() => clouds.local.stop());

describe('on the local clouds', () => {
  it('a row is created as a person, and the decisions say what allowed it', async () => {
    const { user, id, userId } = await impersonatedWrite(untyped(), nuala.entraObjectId);
    expect(userId).toBe(user.systemuserid);
    expect(await stored(id)).toMatchObject({ _createdby_value: userId });
    expect(clouds.local.decisions().every(({ allowed }) => allowed)).toBe(true);
  });

  it('rows are typed, with dates', async () => {
    const id = await accounts().create({ name: 'Typed', statuscode: 1 });
    const { year, isActive, name, createdon } = await typedRows(clouds.dataverse, untyped(), id);
    expect([year, isActive, name]).toEqual([new Date().getUTCFullYear(), true, 'Typed']);
    // The client that has the schema is the same one, so that text stays text only without it.
    expect(new Date(createdon).getUTCFullYear()).toBe(year);
  });

  it('rows are found', async () => {
    expect(await iterate(clouds.dataverse)).toEqual(['Fabrikam']);
    expect(await conditions(clouds.dataverse, new Date(0), 'Fabrikam')).toMatchObject([
      { accountnumber: 'A/0' },
    ]);
    expect(await conditions(clouds.dataverse, new Date(0), "O'Brien")).toEqual([]);
    expect((await rawRequest(clouds.dataverse, "O'Brien & Co")).body).toMatchObject({
      value: [{ name: "O'Brien & Co" }],
    });
    const { ten, one, total, sizes } = await someRows(clouds.dataverse);
    expect(one).toEqual(ten[0]);
    expect([ten.length, ...sizes]).toEqual([total, total, total]);
    expect(await inTime(clouds.dataverse, new AbortController().signal)).toHaveProperty('name');
    expect(await annotated(clouds.dataverse)).toMatchObject({ status: 'Active', contact: undefined });
  });

  it('rows are created, changed, upserted and deleted', async () => {
    const { id, stored: contoso, byId, byKey } = await write(clouds.dataverse);
    expect(contoso).toMatchObject({ name: 'Contoso', createdon: expect.any(Date) as Date });
    expect([byId, byKey.created]).toEqual([{ id, created: false }, true]);
    expect(await stored(id)).toBeUndefined();
    expect(await stored(byKey.id)).toMatchObject({ name: 'Contoso', accountnumber: 'A/1' });
    await expect(write(clouds.dataverse)).rejects.toMatchObject({ status: 412 }); // A/2 is there
  });

  it('one row is read by id and by key, and written column by column', async () => {
    const id = await accounts().create({ name: 'Fabrikam', revenue: 1 });
    const { byId, byKey, changed, name } = await single(clouds.dataverse, id);
    expect([byId.name, byKey.name, changed, name]).toEqual(['Fabrikam', 'Contoso', undefined, 'Fabrikam']);
    expect(await stored(id)).toMatchObject({ description: 'Called today.', revenue: null });
    await ifUnchanged(clouds.dataverse, id);
    expect(await stored(id)).toMatchObject({ revenue: 1 });
  });

  it('many rows are loaded', async () => {
    async function* lines() {
      for (let n = 0; n < 20; n += 1)
        yield { number: `B/${n}`, name: n === 7 ? 'x'.repeat(200) : `Line ${n}` };
    }
    const shown: number[] = [];
    const { signal } = new AbortController();
    const { report, refused } = await load(clouds.dataverse, lines(), (done) => shown.push(done), signal);
    expect(report).toMatchObject({ done: 19, failed: 1, ended: 'complete' });
    expect(refused).toEqual([expect.stringContaining('B/7: DataverseError') as string]);
    expect(shown.at(-1)).toBe(19);
  });

  it('a refusal says which privilege is missing', async () => {
    const asNuala = clouds.dataverse.as({ entraObjectId: nuala.entraObjectId });
    const id = await accounts().create({ name: 'Kept' });
    expect(await whatIsMissing(asNuala, id)).toMatch(/^[\da-f-]{36} needs prvDeleteAccount$/);
    expect(clouds.local.decisions().filter(({ allowed }) => !allowed)).toMatchObject([
      { cloud: 'dataverse' },
    ]);
    expect(await whatIsMissing(clouds.dataverse, id)).toBeUndefined();
    await expect(whatIsMissing(clouds.dataverse, id)).rejects.toBeInstanceOf(DataverseError); // there is none
    expect(await explain(asNuala)).toBe('created');
  });
});
