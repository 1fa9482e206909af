import { ConfigurationError } from './errors/configuration-error.ts';
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

const CLOUDS: readonly (readonly [suffix: string, authority: string])[] = [
  ['.dynamics.com', 'https://login.microsoftonline.com'],
  ['.microsoftdynamics.us', 'https://login.microsoftonline.us'],
  ['.appsplatform.us', 'https://login.microsoftonline.us'],
  ['.dynamics.cn', 'https://login.partner.microsoftonline.cn'],
];

/** Throws `ConfigurationError` `ERR_DATAVERSE_URL` or, for the version, `ERR_DATAVERSE_ARGUMENT`. */
export function parseEnvironment(text: string, apiVersion: string): Environment {
  const url = parseUrl(text);
  if (!/^\d+\.\d+$/.test(apiVersion)) {
    throw new ConfigurationError('ERR_DATAVERSE_ARGUMENT', `apiVersion "${apiVersion}" is not like 9.2.`);
  }
  return Object.freeze({
    url: url.origin,
    apiRoot: `${url.origin}/api/data/v${apiVersion}/`,
    scope: `${url.origin}/.default`,
    authority: CLOUDS.find(([suffix]) => url.hostname.endsWith(suffix))?.[1],
  });
}

function parseUrl(text: string): URL {
  const refuse = (why: string): never => {
    throw new ConfigurationError(
      'ERR_DATAVERSE_URL',
      `url "${text}" ${why} It is the environment URL, like https://contoso.crm4.dynamics.com`,
    );
  };
  if (typeof text !== 'string' || text.trim() === '') return refuse('is blank.');
  if (/^\w+:\/*\w+:\/\//.test(text)) return refuse('has two schemes.');
  if (!/^https?:\/\//i.test(text)) return refuse('does not begin with https://.');
  if (!URL.canParse(text)) return refuse('is no URL.');
  const url = new URL(text);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refuse('is http:, which would show tokens to the network; it is taken for loopback hosts alone.');
  }
  if (url.username !== '' || url.password !== '') {
    // Not quoted back: it may hold a password.
    throw new ConfigurationError(
      'ERR_DATAVERSE_URL',
      'url holds a user name or password. Give the environment URL alone.',
    );
  }
  if (!/^\/*$/.test(url.pathname)) return refuse(`has a path (${url.pathname}).`);
  if (url.search !== '' || url.hash !== '') return refuse('has a query or a fragment.');
  return url;
}
