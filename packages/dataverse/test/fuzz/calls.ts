import {
  batch,
  bulk,
  type Client,
  countChanges,
  createMultiple,
  downloadFile,
  fetchXml,
  trackChanges,
  uploadFile,
} from '@wayleave/dataverse';
import { metadata } from '@wayleave/dataverse/metadata';
import { ID } from '../support/client.ts';

const FETCH = '<fetch><entity name="account"><attribute name="name"/></entity></fetch>';
const CONTENT = new Uint8Array(20);
/** Services may promise pages without end. */
const MOST_PAGES = 20;

async function some<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) if (all.push(row) >= MOST_PAGES) break;
  return all;
}

function aBatch(client: Client) {
  const requests = batch(client);
  const row = requests.table('accounts').get(ID);
  const page = requests.query(client.table('accounts').top(3));
  const made = requests.changeSet((set) => {
    const contact = set.table('contacts').create({ lastname: 'x' });
    return set.table('accounts').create({ 'primarycontactid@odata.bind': contact.ref });
  });
  return { requests, entries: [row, page, made] as const };
}

const isId = (value: unknown) => typeof value === 'string' && /^[\da-f-]{36}$/.test(value);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is called, and what of a value it must be, when it gives one. */
export interface Call {
  readonly run: (client: Client) => Promise<unknown>;
  readonly isRight?: (value: unknown) => boolean;
}

export const calls = {
  get: { run: (c) => c.table('accounts').get(ID), isRight: isObject },
  getIfChanged: {
    run: (c) => c.table('accounts').getIfChanged(ID, 'W/"1"'),
    isRight: (row) => row === undefined || isObject(row),
  },
  getColumn: { run: (c) => c.table('accounts').getColumn(ID, 'name') },
  pages: { run: (c) => some(c.table('accounts').count().pages()) },
  first: { run: (c) => c.table('accounts').first() },
  total: { run: (c) => c.table('accounts').total(), isRight: Number.isInteger },
  create: { run: (c) => c.table('accounts').create({ name: 'x' }), isRight: isId },
  createAndRead: {
    run: (c) => c.table('accounts').create({ name: 'x' }, { returnRepresentation: true }),
    isRight: isObject,
  },
  upsert: {
    run: (c) => c.table('accounts').upsert(ID, { name: 'x' }),
    isRight: (value) => isId(Reflect.get(Object(value), 'id')),
  },
  upsertByKey: {
    run: (c) => c.table('accounts').upsert({ accountnumber: 'A' }, { name: 'x' }),
    isRight: (value) => isId(Reflect.get(Object(value), 'id')),
  },
  update: { run: (c) => c.table('accounts').update(ID, { name: 'x' }) },
  delete: { run: (c) => c.table('accounts').delete(ID) },
  whoAmI: {
    run: (c) => c.whoAmI(),
    isRight: (value) => Object.values(Object(value)).every((id) => typeof id === 'string'),
  },
  findUser: {
    run: (c) => c.findUser({ email: 'a@example.com' }),
    isRight: (user) => typeof Reflect.get(Object(user), 'systemuserid') === 'string',
  },
  function: { run: (c) => c.function('RetrieveVersion') },
  action: { run: (c) => c.action('Merge', {}) },
  request: { run: (c) => c.request({ path: 'accounts' }), isRight: isObject },
  batch: {
    async run(c) {
      const { requests, entries } = aBatch(c);
      const results = await requests.send({ continueOnError: true });
      return entries.map((entry) => results.outcome(entry));
    },
    isRight: (outcomes) => Array.isArray(outcomes) && outcomes.length === 3,
  },
  batchStream: { run: (c) => some(aBatch(c).requests.stream()) },
  fetchXml: { run: (c) => some(fetchXml(c.table('accounts'), FETCH).pages()) },
  trackChanges: { run: (c) => some(trackChanges(c.table('accounts')).pages()) },
  countChanges: { run: (c) => countChanges(c.table('accounts'), 'a-token'), isRight: Number.isInteger },
  uploadFile: { run: (c) => uploadFile(c.table('accounts'), ID, 'new_file', CONTENT, { name: 'a.pdf' }) },
  uploadInChunks: {
    run: (c) => uploadFile(c.table('accounts'), ID, 'new_file', CONTENT, { name: 'a.pdf', chunkSize: 16 }),
  },
  uploadByTheirSize: {
    run: (c) => uploadFile(c.table('accounts'), ID, 'new_file', CONTENT, { name: '文.pdf' }),
  },
  downloadFile: {
    async run(c) {
      const file = await downloadFile(c.table('accounts'), ID, 'new_file', { chunkSize: 16 });
      return { ...file, body: await some(file.body) };
    },
    isRight: (file) => Number.isSafeInteger(Reflect.get(Object(file), 'size')),
  },
  createMultiple: {
    run: (c) => createMultiple(c.table('accounts'), [{ name: 'x' }, { name: 'y' }]),
    isRight: (ids) => Array.isArray(ids) && ids.every((id) => typeof id === 'string'),
  },
  bulk: { run: (c) => bulk(c, [{ name: 'x' }, { name: 'y' }], { create: 'accounts' }, { maxErrors: 1 }) },
  tables: { run: (c) => metadata(c).tables({ select: ['LogicalName'] }), isRight: Array.isArray },
} as const satisfies Readonly<Record<string, Call>>;
