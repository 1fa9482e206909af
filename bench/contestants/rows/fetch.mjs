// Node's own `fetch`.
import { ANNOTATED, address, HEADERS, ID } from './asked.mjs';

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  const get = async (/** @type {string} */ target, headers = HEADERS) =>
    (await fetch(target, { headers })).json();
  const one = address(url, `accounts(${ID})`);
  return {
    row: () => get(one),
    page: async (set, isAnnotated) => (await get(address(url, set), isAnnotated ? ANNOTATED : HEADERS)).value,
  };
}
