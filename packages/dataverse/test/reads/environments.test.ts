import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { schema } from './schema.ts';

const token = (text: string) => ({ getToken: async () => ({ token: text, expiresOnTimestamp: 0 }) });

describe('two clients for two environments', () => {
  it('share no token, no header, no option and no name', async () => {
    const one = await clientTo(() => ({ body: { value: [{ createdon: '2026-01-01T00:00:00Z' }] } }), {
      credential: token('one'),
      userAgent: 'one',
      schema,
    });
    const two = await clientTo(() => ({ body: { value: [{ createdon: '2026-01-01T00:00:00Z' }] } }), {
      credential: token('two'),
    });
    const [first, second] = await Promise.all([
      one.client.as(ID).with({ suppressFlows: true }).table('accounts').first(),
      two.client.table('accounts').first(),
    ]);
    expect(first).toEqual({ createdon: new Date('2026-01-01T00:00:00Z') });
    expect(second).toEqual({ createdon: '2026-01-01T00:00:00Z' });
    expect(one.server.requests).toHaveLength(1);
    expect(two.server.requests).toHaveLength(1);
    const [sent] = two.server.requests;
    expect(sent?.headers).toMatchObject({ authorization: 'Bearer two', 'user-agent': 'wayleave-dataverse' });
    expect(sent?.headers).not.toHaveProperty('mscrmcallerid');
    expect(sent?.headers).not.toHaveProperty('mscrm.suppresscallbackregistrationexpanderjob');
    expect(sent?.headers['host']).toBe(new URL(two.server.url).host);
  });
});
