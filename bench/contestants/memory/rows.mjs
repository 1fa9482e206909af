// One contestant in a process of its own: reads 200 pages of 5,000 rows, one row after another, keeping none.

import { peakMegabytes } from '../../support/peak.mjs';
import { answer } from '../../support/remote.mjs';
import { HEADERS, SELECT, TOKEN } from '../rows/asked.mjs';

const credential = { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** @type {Record<string, (url: string) => AsyncIterable<object>>} */
const readers = {
  async *undici(url) {
    const { request } = await import('undici');
    /** @type {string | undefined} */
    let next = `${url}/api/data/v9.2/walks?$select=${SELECT.join(',')}`;
    while (next !== undefined) {
      const { body } = await request(next, { headers: HEADERS });
      const page = JSON.parse(await body.text());
      yield* page.value;
      next = page['@odata.nextLink'];
    }
  },
  async *'dynamics-web-api'(url) {
    const { DynamicsWebApi } = await import('dynamics-web-api');
    const api = new DynamicsWebApi({
      serverUrl: url,
      dataApi: { version: '9.2' },
      onTokenRefresh: async () => TOKEN,
    });
    const asked = { collection: 'walks', select: SELECT };
    let page = await api.retrieveMultiple(asked);
    yield* page.value;
    while (page['@odata.nextLink'] !== undefined) {
      page = await api.retrieveMultiple(asked, page['@odata.nextLink']);
      yield* page.value;
    }
  },
  async *wayleave(url) {
    const { createClient } = await import('../../../packages/dataverse/dist/index.js');
    yield* createClient({ url, credential })
      .table('walks')
      .select(...SELECT);
  },
};

answer({
  /** `early` is the peak after the first tenth of `rows`, `late` after all of them. */
  async walk(/** @type {string} */ url) {
    const reader = readers[process.argv[2] ?? ''];
    if (reader === undefined) throw new Error(`no contestant ${process.argv[2]}`);
    let rows = 0;
    let early = 0;
    const before = process.cpuUsage();
    for await (const row of reader(url)) {
      if (typeof row !== 'object') throw new Error('no row came');
      rows += 1;
      if (rows === 100_000) early = peakMegabytes();
    }
    const { user, system } = process.cpuUsage(before);
    return { rows, early, late: peakMegabytes(), cpuSeconds: (user + system) / 1e6 };
  },
});
