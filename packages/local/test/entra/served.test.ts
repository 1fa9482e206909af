import { request } from 'node:https';
import { expect, it } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { createCertificateAuthority } from '../../src/tls/certificate-authority.ts';
import { createLocalTenant, credentials, dataverseScope, tenantId } from './local-tenant.ts';

it('gives a token to a client over https that trusts the local root', async () => {
  const authority = await createCertificateAuthority({ now: () => Date.now() });
  const { entra } = createLocalTenant();
  const tls = await authority.issue([]);
  const listener = await listen(entra.fetch, { port: 0, tls, name: 'Entra and Graph' });
  try {
    const body = new URLSearchParams({ ...credentials(), scope: dataverseScope }).toString();
    const answer = await post(`${listener.url}/${tenantId}/oauth2/v2.0/token`, body, authority.caPem);
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
  } finally {
    await listener.close();
  }
});

function post(url: string, form: string, ca: string): Promise<{ status: number | undefined; body: unknown }> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', ca, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(form);
  });
}
