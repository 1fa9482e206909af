import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Batch, batch } from '../../src/batch/batch.ts';
import { clientTo, ID } from '../support/client.ts';
import { parseBatch, requestsIn } from './parse-batch.ts';

const ROOT =
  process.env['WAYLEAVE_CORPORA'] ?? fileURLToPath(new URL('../../../../../shared/corpora', import.meta.url));
const FOLDER = `${ROOT}/dataverse/fixtures/docs`;
const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`Recorded batch answers are skipped: there is no ${FOLDER}.`);

/** A batch answered by a recorded answer, its content ids made those that were asked with. */
async function recorded(name: string, status = 200) {
  const text = readFileSync(`${FOLDER}/${name}.response.txt`, 'utf8');
  const { client } = await clientTo(({ headers, body }) => {
    const contentIds = requestsIn(parseBatch(headers['content-type'], body)).flatMap(
      ({ contentId }) => contentId ?? [],
    );
    return {
      status,
      headers: { 'content-type': `multipart/mixed; boundary=${/^--(\S+)/.exec(text)?.[1]}` },
      body: text.replace(/^Content-ID: (\d)/gm, (_, digit) => `Content-ID: ${contentIds[Number(digit) - 1]}`),
    };
  });
  return { b: batch(client), client };
}

const createTask = (b: Pick<Batch, 'table'>) => b.table('tasks').create({ subject: 'Task in batch' });

describe.skipIf(!isThere)('a recorded answer', () => {
  it('without change sets is read', async () => {
    const { b, client } = await recorded('batch-no-changeset');
    const tasks = [createTask(b), createTask(b), createTask(b)];
    const page = b.query(client.table('tasks').select('subject'));
    const results = await b.send();
    expect(tasks.map((entry) => results.get(entry))).toEqual([
      'd31ba648-c592-ed11-aad1-000d3a993550',
      'd41ba648-c592-ed11-aad1-000d3a993550',
      'd51ba648-c592-ed11-aad1-000d3a993550',
    ]);
    expect(results.get(page).rows).toHaveLength(3);
    expect(results.get(page).rows[0]).toMatchObject({ subject: 'Task 1 in batch' });
  });

  it('with a change set before a query is read', async () => {
    const { b, client } = await recorded('batch-changeset-then-get');
    const tasks = b.changeSet((set) =>
      [1, 2, 3].map((number) => set.table('tasks').create({ subject: `Task ${number}` })),
    );
    const page = b.query(client.table('tasks').select('subject'));
    const results = await b.send();
    expect(tasks.map((entry) => results.get(entry))).toEqual([
      'e73ffc82-e292-ed11-aad1-000d3a9933c9',
      'e83ffc82-e292-ed11-aad1-000d3a9933c9',
      'e93ffc82-e292-ed11-aad1-000d3a9933c9',
    ]);
    expect(results.get(page)).toMatchObject({ hasMore: false, rows: [{}, {}, {}] });
  });

  it('to a request whose URL is a reference is read', async () => {
    const { b } = await recorded('batch-content-id-url-reference');
    const [contact, changed] = b.changeSet((set) => {
      const contact = set.table('contacts').create({ lastname: 'AAAAAA' });
      return [contact, set.table('contacts').setColumn(contact.ref, 'lastname', 'BBBBB')] as const;
    });
    const results = await b.send();
    expect(results.get(contact)).toBe('f8ea5d2c-8c75-e911-a97a-000d3a34a1bd');
    expect(results.get(changed)).toBeUndefined();
  });

  it('that stopped at an error is read', async () => {
    const { b } = await recorded('batch-error-400-stops', 400);
    const tasks = [createTask(b), createTask(b)];
    const results = await b.send();
    expect(tasks.map((entry) => results.outcome(entry))).toMatchObject([
      {
        ok: false,
        skipped: false,
        error: { status: 400, errorCode: '0x80044331', requestId: '5ecd1cb3-1730-4ffc-909c-d44c22270026' },
      },
      { ok: false, skipped: true },
    ]);
  });

  it('of a failed change set is read', async () => {
    const { b } = await recorded('batch-changeset-error', 400);
    const entries = b.changeSet((set) => [
      set.table('accounts').create({}),
      set.table('accounts').update(ID, {}),
      set.table('contacts').create({ firstname: 'x'.repeat(51) }),
    ]);
    const results = await b.send();
    for (const entry of entries) {
      expect(results.outcome(entry)).toMatchObject({
        ok: false,
        skipped: false,
        error: { errorCode: '0x80044331' },
      });
      expect(() => results.get(entry)).toThrow('POST /api/data/v9.2/contacts: 400');
    }
  });
});
