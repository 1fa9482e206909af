import { type Client, ConfigurationError, type RequestOptions } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import type { Arrived } from '../support/server.ts';

const url = `https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(${ID})`;
const answer = () => ({
  headers: { 'OData-EntityId': url },
  body: { value: [], UserId: ID, BusinessUnitId: ID, OrganizationId: ID },
});

const CASES: readonly (readonly [RequestOptions, Readonly<Record<string, string>>])[] = [
  [
    { bypassLogic: ['CustomSync', 'CustomAsync'] },
    { 'mscrm.bypassbusinesslogicexecution': 'CustomSync,CustomAsync' },
  ],
  [{ bypassPlugins: true }, { 'mscrm.bypasscustompluginexecution': 'true' }],
  [{ suppressFlows: true }, { 'mscrm.suppresscallbackregistrationexpanderjob': 'true' }],
  [{ detectDuplicates: true }, { 'mscrm.suppressduplicatedetection': 'false' }],
  [{ solution: 'Contoso_Core' }, { 'mscrm.solutionuniquename': 'Contoso_Core' }],
  [{ sessionToken: '207:8#142792#7=-1' }, { 'mscrm.sessiontoken': '207:8#142792#7=-1' }],
  [{ consistency: 'strong' }, { consistency: 'Strong' }],
];
const ALL = CASES.map(([, headers]) => headers).flatMap(Object.keys);

/** Each operation with options of its own, by name. */
const OPERATIONS: Readonly<Record<string, (client: Client, options?: RequestOptions) => Promise<unknown>>> = {
  get: (client, options) => client.table('accounts').get(ID, options),
  getIfChanged: (client, options) => client.table('accounts').getIfChanged(ID, 'W/"1"', options),
  getColumn: (client, options) => client.table('accounts').getColumn(ID, 'name', options),
  create: (client, options) =>
    client.table('accounts').create({}, options as { returnRepresentation?: false }),
  createAndRead: (client, options) =>
    client.table('accounts').create({}, { ...options, returnRepresentation: true }),
  update: (client, options) =>
    client.table('accounts').update(ID, {}, options as { returnRepresentation?: false }),
  updateAndRead: (client, options) =>
    client.table('accounts').update(ID, {}, { ...options, returnRepresentation: true }),
  upsert: (client, options) => client.table('accounts').upsert(ID, {}, options),
  upsertByKey: (client, options) => client.table('accounts').upsert({ a: 1 }, {}, options),
  insert: (client, options) => client.table('accounts').insert(ID, {}, options),
  delete: (client, options) => client.table('accounts').delete(ID, options),
  setColumn: (client, options) => client.table('accounts').setColumn(ID, 'name', 'x', options),
  clearColumn: (client, options) => client.table('accounts').clearColumn(ID, 'name', options),
  associate: (client, options) =>
    client.table('accounts').associate(ID, 'contacts', { table: 'contacts', key: OTHER_ID }, options),
  disassociate: (client, options) =>
    client.table('accounts').disassociate(ID, 'contacts', undefined, options),
  boundAction: (client, options) =>
    client.table('accounts').action(ID, 'Microsoft.Dynamics.CRM.X', {}, options),
  boundFunction: (client, options) =>
    client.table('accounts').function(ID, 'Microsoft.Dynamics.CRM.X', {}, options),
  action: (client, options) => client.action('X', {}, options),
  function: (client, options) => client.function('X', {}, options),
  whoAmI: (client, options) => client.whoAmI(options),
  request: (client, options) => client.request({ path: 'accounts', ...options }),
};

/** Headers of options alone, and the tag. */
function given({ headers, path }: Arrived) {
  const sent = Object.fromEntries(ALL.filter((name) => name in headers).map((name) => [name, headers[name]]));
  return { sent, tag: new URL(path, 'http://x').searchParams.get('tag') };
}

describe('the options of a request', () => {
  it.each(Object.keys(OPERATIONS))(
    'go with %s alone, each as its header, the tag in the URL',
    async (name) => {
      const { client, server } = await clientTo(answer);
      const operation = OPERATIONS[name];
      for (const [options, headers] of CASES) {
        await operation?.(client, options);
        expect(given(server.requests.at(-1) as Arrived)).toEqual({ sent: headers, tag: null });
      }
      await operation?.(client, { tag: 'a & b/ü', ...CASES[1]?.[0] });
      expect(given(server.requests.at(-1) as Arrived)).toEqual({ sent: CASES[1]?.[1], tag: 'a & b/ü' });
      await operation?.(client);
      expect(given(server.requests.at(-1) as Arrived)).toEqual({ sent: {}, tag: null });
    },
  );

  it('go with everything of client.with(), pages and figures too, and leave the client as it is', async () => {
    const { client, server } = await clientTo(({ path }) =>
      path.includes('$count')
        ? { body: '1' }
        : {
            headers: { 'OData-EntityId': url },
            body: {
              ...answer().body,
              value: [{}],
              ...(path.endsWith('accounts?tag=t') && {
                '@odata.nextLink': `${server.url}/api/data/v9.2/accounts?$skiptoken=2`,
              }),
            },
          },
    );
    const all = Object.assign({}, ...CASES.map(([options]) => options), { tag: 't' });
    const expected = { sent: Object.assign({}, ...CASES.map(([, headers]) => headers)), tag: 't' };
    const narrowed = client.with(all);
    for (const operation of Object.values(OPERATIONS)) await operation(narrowed);
    await narrowed.table('accounts').all();
    await narrowed.table('accounts').total();
    await narrowed
      .as(OTHER_ID)
      .table('accounts')
      .apply((a) => a.total({ n: a.count() }))
      .all();
    expect(server.requests.length).toBe(Object.keys(OPERATIONS).length + 4);
    for (const request of server.requests) expect(given(request)).toEqual(expected);
    await client.table('accounts').total();
    expect(given(server.requests.at(-1) as Arrived)).toEqual({ sent: {}, tag: null });
  });

  it('of an operation stand beside those of the client, and win over them', async () => {
    const { client, server } = await clientTo(answer);
    const flows = client.with({ suppressFlows: true, consistency: 'strong', solution: 'A' });
    await flows.table('accounts').get(ID, { consistency: 'default', solution: 'B', bypassPlugins: true });
    await flows.table('accounts').get(ID);
    expect(server.requests.map((request) => given(request).sent)).toEqual([
      {
        'mscrm.suppresscallbackregistrationexpanderjob': 'true',
        'mscrm.solutionuniquename': 'B',
        'mscrm.bypasscustompluginexecution': 'true',
      },
      {
        'mscrm.suppresscallbackregistrationexpanderjob': 'true',
        'mscrm.solutionuniquename': 'A',
        consistency: 'Strong',
      },
    ]);
  });

  it('of a client can be taken back by an operation', async () => {
    const { client, server } = await clientTo(answer);
    const narrowed = client.with({
      suppressFlows: true,
      bypassPlugins: true,
      detectDuplicates: true,
      bypassLogic: ['CustomSync'],
    });
    await narrowed.table('accounts').get(ID, {
      suppressFlows: false,
      bypassPlugins: false,
      detectDuplicates: false,
      bypassLogic: [],
    });
    expect(given(server.requests[0] as Arrived).sent).toEqual({});
  });

  it('are refused when no header may hold them', async () => {
    const { client, server } = await clientTo(answer);
    for (const options of [{ solution: 'a\r\nx: y' }, { sessionToken: 'ü\u0000' }]) {
      expect(() => client.with(options)).toThrow(ConfigurationError);
      expect(await rejection(client.table('accounts').get(ID, options))).toBeInstanceOf(ConfigurationError);
    }
    expect(server.requests).toHaveLength(0);
  });
});
