import type { Clock } from '../clock.ts';
import type { Trail } from '../trail.ts';
import { createIam } from './iam/create-iam.ts';
import type { User } from './iam/entities.ts';
import { createIdentityStore, type IdentityStore } from './iam/identity-store.ts';
import { secretKey, uniqueId } from './iam/ids.ts';
import { createAuthorise } from './kernel/authorise.ts';
import { createBackground } from './kernel/background.ts';
import { createExecute } from './kernel/execute.ts';
import { createHandle, type Handle } from './kernel/handle.ts';
import { createIdentity } from './kernel/identity.ts';
import { createKernel } from './kernel/kernel.ts';
import type { Identity, ServiceFactory } from './kernel/services.ts';
import type { Caller, Kernel, Service } from './service.ts';
import { createSts } from './sts/create-sts.ts';

export interface AwsOptions {
  /** Where clients reach this AWS: `http://127.0.0.1:4566`. */
  readonly origin: string;
  /** Default `us-east-1`. Requests signed for another region are refused. */
  readonly region?: string;
  /** Default `111122223333`. */
  readonly accountId?: string;
  /** Default `aws`. */
  readonly partition?: string;
  readonly clock: Clock;
  readonly trail: Trail;
  /** The one user there is at the start, with AdministratorAccess. Keys are made up when absent. */
  readonly administrator?: {
    readonly userName?: string;
    readonly accessKeyId?: string;
    readonly secretAccessKey?: string;
  };
  /** Services beside IAM and STS. */
  readonly services?: readonly ServiceFactory[];
}

export interface Administrator {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly caller: Caller;
}

export interface Aws {
  /** Answers a request as AWS would; never throws. */
  readonly fetch: Handle;
  readonly kernel: Kernel;
  readonly identity: Identity;
  readonly administrator: Administrator;
  /** Services by the name of their table. */
  readonly services: ReadonlyMap<string, Service>;
  /** Resolves when no tracked background work is in flight. Scheduled retries are not in flight. */
  settled(): Promise<void>;
}

/**
 * A local AWS: identities, signatures, authorisation and the wire protocols over the services given.
 * Fails with a TypeError if two services have the same table.
 *
 * @example
 * const aws = createAws({ origin: 'http://127.0.0.1:4566', clock: systemClock, trail: createTrail() });
 * const response = await aws.fetch(request);
 */
export function createAws(options: AwsOptions): Aws {
  const {
    clock,
    trail,
    origin,
    region = 'us-east-1',
    accountId = '111122223333',
    partition = 'aws',
  } = options;
  const store = createIdentityStore({ accountId, partition, clock });
  const administrator = seedAdministrator(store, clock, options.administrator);
  const services = new Map<string, Service>();
  const background = createBackground();
  const authorise = createAuthorise({ store, trail, clock, region });
  const execute = createExecute(services, authorise);
  const kernel = createKernel({ region, accountId, partition, clock, authorise, execute, background });
  const identity = createIdentity(store, kernel);

  const built = [createIam(store, clock), createSts(store)];
  const dependencies = { clock, trail, identity, origin: origin.replace(/\/$/, '') };
  for (const factory of options.services ?? []) built.push(factory(kernel, dependencies));
  for (const service of built) {
    if (services.has(service.table)) throw new TypeError(`Two services have the table ${service.table}.`);
    services.set(service.table, service);
  }

  const handle = createHandle({ origin, region, accountId, clock, trail, store, execute });
  return { fetch: handle, kernel, identity, administrator, services, settled: background.settled };
}

function seedAdministrator(
  store: IdentityStore,
  clock: Clock,
  {
    userName = 'administrator',
    accessKeyId = uniqueId('AKIA'),
    secretAccessKey = secretKey(),
  }: NonNullable<AwsOptions['administrator']> = {},
): Administrator {
  const createDate = new Date(clock.now());
  const user: User = {
    userName,
    userId: uniqueId('AIDA'),
    path: '/',
    arn: store.arn(`user/${userName}`),
    createDate,
    inline: new Map(),
    attached: new Set([`arn:${store.partition}:iam::aws:policy/AdministratorAccess`]),
    tags: new Map(),
  };
  store.users.set(userName.toLowerCase(), user);
  store.accessKeys.set(accessKeyId, { accessKeyId, secretAccessKey, userName, status: 'Active', createDate });
  const caller: Caller = { kind: 'user', arn: user.arn, accountId: store.accountId, userId: user.userId };
  return { userName, accessKeyId, secretAccessKey, caller };
}
