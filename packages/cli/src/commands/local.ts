import {
  type Local,
  PortInUseError,
  parsePortBase,
  portsFrom,
  startLocal,
  wellKnownPorts,
} from '@wayleave/local';
import { Command, InvalidArgumentError } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { conventional } from './guarded.ts';

interface Flags {
  readonly portBase?: number;
  readonly json?: true;
}

/** `wayleave local`: the local clouds on ports, for any client in any language. */
export function localCommand(surroundings: Surroundings): Command {
  return conventional(new Command('local'))
    .description('Run local Entra, Graph, Dataverse and AWS until Ctrl-C.')
    .option(
      '--port-base <n>',
      'first of three ports; 0 for free ones (default: 8443, 8444 and 4566)',
      parsePort,
    )
    .option('--json', 'print where everything is as one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  wayleave local
  wayleave local --port-base 9000        Entra on 9000, Dataverse 9001, AWS 9002
  wayleave local --port-base 0 --json    free ports, for scripts`,
    )
    .action((flags: Flags) => runLocal(flags, surroundings));
}

async function runLocal(
  { portBase, json }: Flags,
  { out, error, interrupted, exit }: Surroundings,
): Promise<void> {
  const stopped = interrupted();
  let local: Local;
  try {
    local = await startLocal({ ports: portBase === undefined ? wellKnownPorts : portsFrom(portBase) });
  } catch (reason) {
    if (!(reason instanceof PortInUseError)) throw reason;
    error.write(`${reason.message}\n`);
    exit(1);
    return;
  }
  try {
    out.write(json === true ? `${JSON.stringify(whereabouts(local))}\n` : describe(local));
    await stopped;
  } finally {
    await local.stop();
  }
}

function whereabouts({ entra, graph, dataverse, aws, caFile }: Local): object {
  const { url, region, accountId, credentials } = aws;
  return {
    entra,
    graph,
    dataverse: { url: dataverse.url },
    aws: { url, region, accountId, credentials },
    caFile,
  };
}

function describe({ entra, dataverse, aws, caFile }: Local): string {
  const { accessKeyId, secretAccessKey } = aws.credentials;
  return `Entra and Graph   ${entra.url}  tenant ${entra.tenantId}
Dataverse         ${dataverse.url}
AWS               ${aws.url}  account ${aws.accountId}, ${aws.region}
CA certificate    ${caFile}

  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_DEFAULT_REGION=${aws.region}
  export NODE_EXTRA_CA_CERTS=${caFile}
  aws --endpoint-url ${aws.url} sts get-caller-identity
  curl -i ${dataverse.url}/api/data/v9.2/WhoAmI --cacert ${caFile}

  An app that may set others up (Graph Application.ReadWrite.OwnedBy, Dataverse System Administrator):
  client id ${entra.administrator.clientId}, client secret ${entra.administrator.clientSecret}

Every call is authorised as the real services do it. Ctrl-C stops everything.
`;
}

function parsePort(text: string): number {
  const base = parsePortBase(text);
  if (base !== undefined) return base;
  throw new InvalidArgumentError('A port base is a whole number from 0 to 65533.');
}
