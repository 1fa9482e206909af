// The floor: `undici.request` and JSON.parse, with a constant URL and constant headers.
import { request } from 'undici';
import { ANNOTATED, address, HEADERS, ID } from './asked.mjs';

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  const get = async (/** @type {string} */ target, headers = HEADERS) => {
    const { body } = await request(target, { headers });
    return JSON.parse(await body.text());
  };
  const one = address(url, `accounts(${ID})`);
  return {
    row: () => get(one),
    page: async (set, isAnnotated) => (await get(address(url, set), isAnnotated ? ANNOTATED : HEADERS)).value,
  };
}
