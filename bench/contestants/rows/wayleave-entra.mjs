// Our client with our credential, its token in the cache: what a server runs.

import { clientSecret } from '../../../packages/dataverse/dist/entra.js';
import { createClient } from '../../../packages/dataverse/dist/index.js';
import { TOKEN } from './asked.mjs';
import { readerOver } from './wayleave-reader.mjs';

const answer = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: TOKEN });

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  const credential = clientSecret({
    tenantId: '11111111-2222-4333-8444-555555555555',
    clientId: '22222222-3333-4444-8555-666666666666',
    clientSecret: 'not~a.GUID',
    transport: async () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(answer),
    }),
  });
  return readerOver(createClient({ url, credential }));
}
