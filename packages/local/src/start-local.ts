import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvocationOutcome } from './aws/lambda/execution/invoker.ts';
import type { Delivery } from './aws/sns/delivery/delivery.ts';
import { type LocalAws, startAws } from './aws/start-aws.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDataverse } from './dataverse/dataverse.ts';
import type { TableDefinition } from './dataverse/metadata/definition.ts';
import type { SeedRole, SeedUser } from './dataverse/options.ts';
import { createEntra } from './entra/entra.ts';
import { type Doorway, openDoorway } from './http/doorway.ts';
import { type LocalPorts, portsFrom } from './ports.ts';
import { createCertificateAuthority } from './tls/certificate-authority.ts';
import { createTrail, type Decision } from './trail.ts';

export interface LocalOptions {
  /** Free ports by default. */
  readonly ports?: LocalPorts;
  /** A GUID; a fixed one by default. */
  readonly tenantId?: string;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `111122223333`. */
  readonly accountId?: string;
  /** The environment's own tables, roles and people, there from the start. */
  readonly tables?: readonly TableDefinition[];
  readonly roles?: readonly SeedRole[];
  readonly users?: readonly SeedUser[];
  readonly clock?: Clock;
}

/** Running local clouds. */
export interface Local {
  readonly entra: {
    readonly url: string;
    readonly tenantId: string;
    /** An app that may set others up: Graph `Application.ReadWrite.OwnedBy`, Dataverse System Administrator. */
    readonly administrator: { readonly clientId: string; readonly clientSecret: string };
  };
  /** Microsoft Graph, under `/v1.0` of this URL. */
  readonly graph: { readonly url: string };
  readonly dataverse: {
    readonly url: string;
    /** The rows of an entity set, without asking anybody's rights. For tests. */
    rows(entitySet: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  };
  readonly aws: {
    readonly url: string;
    readonly region: string;
    readonly accountId: string;
    /** Keys of a user with AdministratorAccess. */
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** What became of each message and subscription. */
    deliveries(): readonly Delivery[];
    /** What became of each attempt to run a function. */
    invocations(): readonly InvocationOutcome[];
  };
  /** The certificate authority of the https ports, as PEM and as a file. */
  readonly caPem: string;
  readonly caFile: string;
  /** What the clouds were asked to allow, in order, with what decided it; the newest 50,000. */
  decisions(): readonly Decision[];
  /** Resolves when no delivery, invocation or deployment is under way; scheduled retries are not. */
  settled(): Promise<void>;
  /** Closes the ports, ends the functions' processes, removes temporary files. */
  stop(): Promise<void>;
}

const defaultTenant = '8f1c2b74-3e5d-4a6f-9b0c-1d2e3f405162';
const administratorApp = 'c0de5e70-0a11-4b22-8c33-9d4455667788';

/**
 * Starts local Entra, Graph, Dataverse and AWS on loopback ports. They refuse what the real ones refuse, and
 * every decision can be read afterwards.
 *
 * Rejects with `PortInUseError` when a port is taken; nothing is left running then.
 *
 * @example
 * const local = await startLocal({ users: [{ fullname: 'Ada', internalemailaddress: 'ada@example.com', … }] });
 * const sns = new SNSClient({ endpoint: local.aws.url, region: local.aws.region, credentials: local.aws.credentials });
 * await local.stop();
 */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const { ports = portsFrom(0), clock = systemClock, tenantId = defaultTenant } = options;
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const authority = await createCertificateAuthority({ now: clock.now });
    const directory = await mkdtemp(join(tmpdir(), 'wayleave-'));
    closers.push(() => rm(directory, { recursive: true, force: true }));
    const caFile = join(directory, 'ca.pem');
    await writeFile(caFile, authority.caPem);

    const tls = await authority.issue([]);
    const open = async (name: string, port: number, secure: boolean): Promise<Doorway> => {
      const doorway = await openDoorway({ name, port, ...(secure ? { tls } : {}) });
      closers.push(doorway.close);
      return doorway;
    };
    const entraDoor = await open('Entra and Graph', ports.entra, true);
    const dataverseDoor = await open('Dataverse', ports.dataverse, true);
    const awsDoor = await open('AWS', ports.aws, false);

    const trail = createTrail();
    const administrator = { clientId: administratorApp, clientSecret: localSecret() };
    const aliases = [dataverseDoor.url.replace('127.0.0.1', 'localhost')];
    const entra = createEntra({
      origin: entraDoor.url,
      tenantId,
      clock,
      trail,
      environments: [dataverseDoor.url, ...aliases],
      administrator: { appId: administratorApp, displayName: 'Set-up', secret: administrator.clientSecret },
    });
    const dataverse = createDataverse({
      origin: dataverseDoor.url,
      aliases,
      authority: `${entraDoor.url}/${tenantId}`,
      tenantId,
      issuers: [entra.issuers.v1],
      jwks: entra.jwks,
      findServicePrincipal: entra.findServicePrincipal,
      clock,
      trail,
      administrators: [{ applicationId: administratorApp }],
      ...given('tables', options.tables),
      ...given('roles', options.roles),
      ...given('users', options.users),
    });
    const aws: LocalAws = startAws({
      origin: awsDoor.url,
      clock,
      trail,
      functionEnvironment: {
        NODE_EXTRA_CA_CERTS: caFile,
        // Functions of every runtime run on this Node.js; the SDK's notice about its version is not theirs.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      workDirectory: directory,
      ...given('region', options.region),
      ...given('accountId', options.accountId),
    });
    closers.push(aws.stop);
    entraDoor.serve(entra.fetch);
    dataverseDoor.serve(dataverse.fetch);
    awsDoor.serve(aws.fetch);

    return {
      entra: { url: entraDoor.url, tenantId, administrator },
      graph: { url: entraDoor.url },
      dataverse: { url: dataverseDoor.url, rows: dataverse.rows },
      aws: {
        url: awsDoor.url,
        region: aws.region,
        accountId: aws.accountId,
        credentials: aws.credentials,
        deliveries: aws.deliveries,
        invocations: aws.invocations,
      },
      caPem: authority.caPem,
      caFile,
      decisions: trail.decisions,
      settled: aws.settled,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A secret of the form Entra gives out; its tenant lives only as long as this process. */
function localSecret(): string {
  return `Lcl8Q~${crypto.randomUUID().replaceAll('-', '')}`;
}

/** An optional member only where there is a value. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
