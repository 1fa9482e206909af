// `node:http` with a kept-alive agent and JSON.parse: the least that can be done without a dependency.
import { Agent, request } from 'node:http';
import { ANNOTATED, address, HEADERS, ID } from './asked.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** @param {string} target @returns {Promise<any>} */
const get = (target, headers = HEADERS) =>
  new Promise((resolve, reject) => {
    const asked = request(target, { headers, agent }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.on('error', reject);
    });
    asked.on('error', reject).end();
  });

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  const one = address(url, `accounts(${ID})`);
  return {
    row: () => get(one),
    page: async (set, isAnnotated) => (await get(address(url, set), isAnnotated ? ANNOTATED : HEADERS)).value,
  };
}
