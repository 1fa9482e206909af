import { DynamicsWebApi } from 'dynamics-web-api';
import { ID, SELECT, TOKEN } from './asked.mjs';

/** @param {string} url @returns {import('./main.mjs').Reader} */
export function connect(url) {
  const api = new DynamicsWebApi({
    serverUrl: url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => TOKEN,
  });
  return {
    row: () => api.retrieve({ collection: 'accounts', key: ID, select: SELECT }),
    async page(set, isAnnotated) {
      const asked = { collection: set, select: SELECT, ...(isAnnotated && { includeAnnotations: '*' }) };
      return (await api.retrieveMultiple(asked)).value;
    },
  };
}
