import { adminConsentUrl } from '@wayleave/provision';
import { expect, it } from 'vitest';

it('builds the consent page of a tenant, with everything encoded', () => {
  const url = new URL(
    adminConsentUrl({
      tenantId: 'contoso.onmicrosoft.com',
      clientId: 'c1',
      redirectUri: 'https://localhost/consented?a=b&c',
      state: '1 & 2',
    }),
  );
  expect(url.origin + url.pathname).toBe(
    'https://login.microsoftonline.com/contoso.onmicrosoft.com/adminconsent',
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'c1',
    state: '1 & 2',
    redirect_uri: 'https://localhost/consented?a=b&c',
  });
});
