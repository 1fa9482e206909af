import { describe, expect, it } from 'vitest';
import { connectionOf } from '../../src/client.ts';
import { tableNames } from '../../src/multiple/table-names.ts';
import { clientTo } from '../support/client.ts';

describe('the names of tables', () => {
  it('are asked of each environment for itself, and kept for all clients made from one', async () => {
    const environment = (prefix: string) =>
      clientTo(() => ({
        body: { value: [{ LogicalName: `${prefix}_car`, PrimaryIdAttribute: `${prefix}_carid` }] },
      }));
    const [one, two] = [await environment('one'), await environment('two')];
    for (let i = 0; i < 2; i += 1) {
      const names = [one, two].map(({ client }) =>
        tableNames(connectionOf(client.with({ suppressFlows: true })), 'cars'),
      );
      expect(await Promise.all(names)).toEqual([
        { logicalName: 'one_car', id: 'one_carid' },
        { logicalName: 'two_car', id: 'two_carid' },
      ]);
    }
    expect([one, two].map(({ server }) => server.requests.length)).toEqual([1, 1]);
  });
});
