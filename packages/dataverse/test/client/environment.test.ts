import { ConfigurationError, createClient, type TokenOptions } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support/entra.ts';

const silent = { getToken: async () => null };
const make = (url: string, apiVersion = '9.2') => createClient({ url, apiVersion, credential: silent });

describe('the environment URL', () => {
  it.each([
    ['https://contoso.crm4.dynamics.com', 'https://contoso.crm4.dynamics.com'],
    ['https://contoso.crm4.dynamics.com/', 'https://contoso.crm4.dynamics.com'],
    ['HTTPS://Contoso.CRM4.dynamics.com//', 'https://contoso.crm4.dynamics.com'],
    ['https://contoso.crm4.dynamics.com:443', 'https://contoso.crm4.dynamics.com'],
    ['https://localhost:8444', 'https://localhost:8444'],
    ['http://localhost:8444/', 'http://localhost:8444'],
    ['http://[::1]:8444', 'http://[::1]:8444'],
  ])('%s is taken as %s', (url, normal) => expect(make(url).url).toBe(normal));

  it.each([
    ['', /url "" is no URL/],
    ['contoso.crm4.dynamics.com', /https/],
    ['https://https://contoso.crm4.dynamics.com', /two schemes/],
    ['https:/https://contoso.crm4.dynamics.com', /two schemes/],
    ['https://contoso.crm4.dynamics.com/api/data/v9.2', /path/],
    ['https://contoso.crm4.dynamics.com/main.aspx?appid=1', /path/],
    ['https://contoso.crm4.dynamics.com/?x=1', /query/],
    ['http://contoso.crm4.dynamics.com', /http:/],
    ['https://', /no URL/],
  ])('%o is refused with the reason', (url, reason) => {
    expect(() => make(url)).toThrow(reason);
    expect(() => make(url)).toThrow(expect.objectContaining({ code: 'ERR_DATAVERSE_URL' }));
  });

  it('with a password is refused without quoting it', () => {
    expect(() => make('https://me:hunter2@contoso.crm4.dynamics.com')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });

  it('is not searched for an API version that is none', () => {
    expect(() => make('https://contoso.crm4.dynamics.com', 'v9.2')).toThrow(ConfigurationError);
  });

  it.each([
    ['https://contoso.crm4.dynamics.com', 'https://login.microsoftonline.com'],
    ['https://contoso.crm9.dynamics.com', 'https://login.microsoftonline.com'],
    ['https://contoso.crm.microsoftdynamics.us', 'https://login.microsoftonline.us'],
    ['https://contoso.crm.appsplatform.us', 'https://login.microsoftonline.us'],
    ['https://contoso.crm.dynamics.cn', 'https://login.partner.microsoftonline.cn'],
    ['https://dynamics.com.example', undefined],
  ])('%s tells scope and cloud to the credential', async (url, authority) => {
    const asked: [string | string[], TokenOptions | undefined][] = [];
    const client = createClient({
      url,
      credential: {
        async getToken(scopes, options) {
          asked.push([scopes, options]);
          return null;
        },
      },
    });
    expect(await rejection(client.whoAmI())).toMatchObject({ code: 'ERR_DATAVERSE_CREDENTIAL' });
    expect(asked).toMatchObject([[`${url}/.default`, authority === undefined ? {} : { authority }]]);
    expect(asked[0]?.[1]?.authority).toBe(authority);
  });
});
