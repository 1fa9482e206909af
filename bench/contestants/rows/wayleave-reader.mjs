import { ID, SELECT } from './asked.mjs';

/** @param {import('../../../packages/dataverse/dist/index.js').Client} client @returns {import('./main.mjs').Reader} */
export function readerOver(client) {
  const accounts = client.table('accounts');
  return {
    row: () => accounts.get(ID, { select: SELECT }),
    async page(set, isAnnotated) {
      const query = client.table(set).select(...SELECT);
      for await (const { rows } of (isAnnotated ? query.annotations() : query).pages()) return rows;
      return [];
    },
  };
}
