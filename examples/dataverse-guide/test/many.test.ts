import { describe, expect, it } from 'vitest';
import {
  created,
  multipart,
  type Part,
  refusal,
} from '../../../packages/dataverse/test/batch/batch-server.ts';
import { parseBatch, requestsIn } from '../../../packages/dataverse/test/batch/parse-batch.ts';
import { changeSet, sendBatch, streamed } from '../src/batches.ts';
import { loadInSteps, multiple } from '../src/bulk.ts';
import { type Arrived, asked, ID, NO_ID, OTHER_ID, scripted } from './support/scripted.ts';

interface Row {
  readonly accountid: string;
  readonly name: string;
}

const refused = (status: number, code: string) => ({ status, body: { error: { code, message: 'No.' } } });
const requestsOf = ({ headers, body }: Arrived) => requestsIn(parseBatch(headers['content-type'], body));

describe('a batch', () => {
  it('gives the results of its requests, the failed one too', async () => {
    const { dataverse, server } = await scripted(() =>
      multipart([
        { status: 200, body: { accountid: ID, name: 'Fabrikam' } },
        { status: 200, body: { value: [{ lastname: 'Smith' }] } },
        refusal(404, '0x80040217', `account With Id = ${ID} Does Not Exist`),
      ]),
    );
    const { name, rows, outcome } = await sendBatch(dataverse, ID);
    expect([name, rows]).toEqual(['Fabrikam', [{ lastname: 'Smith' }]]);
    expect(outcome).toMatchObject({ ok: false, error: { status: 404, errorCode: '0x80040217' } });
    const [sent] = server.requests;
    expect(sent?.headers['prefer']).toBe('odata.continue-on-error');
    expect(sent && requestsOf(sent).map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH']);
  });

  it('has change sets whose requests name one another', async () => {
    const { dataverse, server } = await scripted((arrived) => {
      const [contact, account] = requestsOf(arrived);
      return multipart([{ set: [created(OTHER_ID, contact?.contentId), created(ID, account?.contentId)] }]);
    });
    expect(await changeSet(dataverse)).toBe(ID);
    const [contact, account] = requestsOf(server.requests[0] as Arrived); // it was sent
    expect(JSON.parse(account?.body ?? '')).toEqual({
      name: 'Fabrikam',
      'primarycontactid@odata.bind': `$${contact?.contentId}`,
    });
  });

  it('is read as it arrives', async () => {
    const parts: readonly Part[] = [created(ID), refusal(400, '0x80044331', 'Too long.'), created(OTHER_ID)];
    const { dataverse } = await scripted(() => multipart(parts));
    expect(await streamed(dataverse, ['a', 'b', 'c'])).toEqual(['b']);
  });
});

describe('many rows', () => {
  it('travel in one request', async () => {
    const { dataverse, server } = await scripted(({ path }) =>
      path.endsWith('CreateMultiple') ? { body: { Ids: [ID, OTHER_ID] } } : { status: 204 },
    );
    expect(await multiple(dataverse)).toEqual([ID, OTHER_ID]);
    expect(asked(server)).toEqual(
      ['Create', 'Update', 'Upsert'].map((word) => `POST accounts/Microsoft.Dynamics.CRM.${word}Multiple`),
    );
    const type = 'Microsoft.Dynamics.CRM.account';
    expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        Targets: [
          { '@odata.type': type, name: 'Fabrikam' },
          { '@odata.type': type, name: 'Contoso' },
        ],
      },
      {
        Targets: [
          { '@odata.type': type, accountid: ID, revenue: 0 },
          { '@odata.type': type, accountid: OTHER_ID, revenue: 0 },
        ],
      },
      { Targets: [{ '@odata.type': type, name: 'Adatum', '@odata.id': "accounts(accountnumber='A%2F1')" }] },
    ]);
  });

  it('are loaded on from where a run ended', async () => {
    let isDown = true;
    const stored = new Map<string, string>();
    const { dataverse } = await scripted(
      ({ method, path, body }) => {
        if (path.includes('sdkmessagefilters')) return { body: { value: [{ sdkmessagefilterid: NO_ID }] } };
        if (isDown && stored.size > 0) return { status: 503 };
        if (method === 'GET') {
          const there = stored.has(/\((.*)\)/.exec(path)?.[1] ?? '');
          return there ? { body: {} } : refused(404, '0x80040217');
        }
        const sent = JSON.parse(body) as Row & { readonly Targets?: readonly Row[] };
        const rows = sent.Targets ?? [sent];
        if (rows.some(({ accountid }) => stored.has(accountid))) return refused(412, '0x80040237');
        for (const { accountid, name } of rows) stored.set(accountid, name);
        return sent.Targets ? { body: { Ids: rows.map(({ accountid }) => accountid) } } : { status: 204 };
      },
      { sleep: async () => {} },
    );
    const lines = Array.from({ length: 1200 }, (_, n) => ({ number: `${n}`, name: `Line ${n}` }));
    const kept: { resume?: string } = {};
    await loadInSteps(dataverse, () => lines, kept);
    expect(kept.resume).toBeDefined();
    expect(stored.size).toBeLessThan(1200);
    isDown = false;
    await loadInSteps(dataverse, () => lines, kept);
    expect([...stored.values()].sort()).toEqual(lines.map(({ name }) => name).sort());
  });
});
