import {
  type Credential,
  createClient,
  httpProxyFromEnv,
  nodeTransport,
  type Transport,
} from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';

export function transports(ca: string | Buffer, env: Readonly<Record<string, string | undefined>>) {
  // #region transports
  const own = nodeTransport({ ca, maxSockets: 20, compression: true }); // a private certificate authority
  const proxied = nodeTransport({ ca, proxy: httpProxyFromEnv(env) }); // process.env
  const fetching = fetchTransport(); // for runtimes without node:https
  // #endregion
  return { own, proxied, fetching };
}

export function counted(url: string, credential: Credential) {
  const counts = new Map<string, number>();
  // #region own-transport
  const inner = nodeTransport();
  const transport: Transport = (request) => {
    counts.set(request.method, (counts.get(request.method) ?? 0) + 1);
    return inner(request);
  };
  const dataverse = createClient({ url, credential, transport }); // the credential sends by it too
  // #endregion
  return { dataverse, counts };
}
