import { badArgument, ConfigurationError } from './errors/configuration-error.ts';
import { isLoopback } from './loopback.ts';

/** A Dataverse environment, from its URL. */
export interface Environment {
  /** Without a trailing slash: `https://contoso.crm4.dynamics.com`. */
  readonly url: string;
  /** Root of the Web API with a trailing slash: `https://contoso.crm4.dynamics.com/api/data/v9.2/`. */
  readonly apiRoot: string;
  /** `https://contoso.crm4.dynamics.com/.default` */
  readonly scope: string;
  /** Login host of the environment's cloud, when its host name tells. */
  readonly authority: string | undefined;
}

const CLOUDS: Readonly<Record<string, string>> = {
  '.dynamics.com': 'https://login.microsoftonline.com',
  '.microsoftdynamics.us': 'https://login.microsoftonline.us',
  '.appsplatform.us': 'https://login.microsoftonline.us',
  '.dynamics.cn': 'https://login.partner.microsoftonline.cn',
};

/** Throws `ConfigurationError` `ERR_DATAVERSE_URL` or, for the version, `ERR_DATAVERSE_ARGUMENT`. */
export function parseEnvironment(text: string, apiVersion: string): Environment {
  const { origin, hostname } = parseUrl(text);
  if (!/^\d+\.\d+$/.test(apiVersion)) throw badArgument(`apiVersion "${apiVersion}" is not like 9.2.`);
  return Object.freeze({
    url: origin,
    apiRoot: `${origin}/api/data/v${apiVersion}/`,
    scope: `${origin}/.default`,
    authority: CLOUDS[`.${hostname.split('.').slice(-2).join('.')}`],
  });
}

function parseUrl(text: string): URL {
  const refusal = (why: string) => {
    const shown = String(text).replace(/.*@/s, ''); // there may be a password before it
    const words = `url "${shown}" ${why} It is like https://contoso.crm4.dynamics.com`;
    return new ConfigurationError('ERR_DATAVERSE_URL', words);
  };
  if (/^\w+:\/*\w+:\/\//.test(text)) throw refusal('has two schemes.');
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw refusal('is no URL that begins with https://.');
  const url = new URL(text);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refusal('is http:, which shows tokens to the network; loopback hosts alone may have that.');
  }
  if (url.username || url.password) throw refusal('was given with a user name or a password.');
  if (/[^/]/.test(url.pathname) || url.search || url.hash) {
    throw refusal('has a path, a query or a fragment.');
  }
  return url;
}
