// Our client as it comes, with a credential that has a token at hand, as dynamics-web-api is given one.
import { createClient } from '../../../packages/dataverse/dist/index.js';
import { TOKEN } from './asked.mjs';
import { readerOver } from './wayleave-reader.mjs';

const token = { token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 };

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  return readerOver(createClient({ url, credential: { getToken: async () => token } }));
}
