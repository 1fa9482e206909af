import type { Clock } from '../../clock.ts';
import { AwsError, type Call, type Operation, operation } from '../service.ts';
import { type Access, canonicalId, type OfBucket } from './access.ts';
import { isBucketName } from './bucket-name.ts';
import { invalidArgument, notBuilt, notFound, refuseUnbuilt } from './errors.ts';
import type { Bucket, S3Store } from './store.ts';
import { refuseAcl } from './unbuilt.ts';

interface CreateBucketInput {
  readonly Bucket: string;
  readonly ACL?: string;
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string };
  readonly ObjectOwnership?: string;
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly BucketNamespace?: string;
}

interface ListBucketsInput {
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
  readonly Prefix?: string;
  readonly BucketRegion?: string;
}

export function bucketOperations(store: S3Store, access: Access, clock: Clock): Record<string, Operation> {
  const asks = (action: string) => (input: OfBucket) => [access.askBucket(action, input.Bucket)];
  return {
    CreateBucket: operation<CreateBucketInput, { Location: string }>({
      authorize: asks('CreateBucket'),
      run(input, call) {
        createBucket(store, input, call, clock);
        return { Location: `/${input.Bucket}` };
      },
    }),
    DeleteBucket: operation<OfBucket, object>({
      authorize: asks('DeleteBucket'),
      run(input) {
        const bucket = access.bucket(input);
        if (bucket.objects.size > 0) {
          const members = { BucketName: bucket.name };
          throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, members);
        }
        store.delete(bucket.name);
        return {};
      },
    }),
    HeadBucket: operation<OfBucket, object>({
      authorize: asks('ListBucket'),
      run(input) {
        if (!store.has(input.Bucket)) throw notFound();
        return { BucketRegion: access.bucket(input).region, AccessPointAlias: false };
      },
    }),
    GetBucketLocation: operation<OfBucket, object>({
      authorize: asks('GetBucketLocation'),
      run(input) {
        const { region } = access.bucket(input);
        // The oldest region has no name here.
        return region === 'us-east-1' ? {} : { LocationConstraint: region };
      },
    }),
    ListBuckets: operation<ListBucketsInput, object>({
      authorize: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
      run: (input, call) => listBuckets(store, input, call),
    }),
  };
}

function createBucket(store: S3Store, input: CreateBucketInput, call: Call, clock: Clock): void {
  const { Bucket: name, CreateBucketConfiguration: configuration = {} } = input;
  if (!isBucketName(name)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
  }
  refuseAcl(input);
  refuseUnbuilt(configuration, ['Location', 'Bucket', 'Tags']);
  if (input.ObjectLockEnabledForBucket === true) throw notBuilt('object lock');
  if (input.ObjectOwnership !== undefined && input.ObjectOwnership !== 'BucketOwnerEnforced') {
    throw notBuilt(`ObjectOwnership ${input.ObjectOwnership}`);
  }
  if (input.BucketNamespace !== undefined && input.BucketNamespace !== 'global') {
    throw notBuilt(`BucketNamespace ${input.BucketNamespace}`);
  }
  checkLocation(configuration.LocationConstraint, call.region);
  const existing = store.get(name);
  if (existing !== undefined) {
    // Only there, and for no better reason than history, creating one's bucket again succeeds.
    if (call.region === 'us-east-1' && existing.accountId === call.accountId) return;
    const words = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new AwsError('BucketAlreadyOwnedByYou', words, 409, { BucketName: name });
  }
  store.set(name, {
    name,
    accountId: call.accountId,
    region: call.region,
    createdAt: clock.now(),
    objects: new Map(),
    uploads: new Map(),
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
}

function checkLocation(constraint: string | undefined, region: string): void {
  if (constraint === 'us-east-1') {
    const members = { LocationConstraint: constraint };
    throw new AwsError(
      'InvalidLocationConstraint',
      'The specified location-constraint is not valid',
      400,
      members,
    );
  }
  if ((constraint ?? 'us-east-1') !== region) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
}

function listBuckets(store: S3Store, input: ListBucketsInput, call: Call): object {
  const {
    MaxBuckets: max = 10_000,
    Prefix: prefix = '',
    BucketRegion: region,
    ContinuationToken: token,
  } = input;
  if (max < 1 || max > 10_000) {
    throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', max);
  }
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString('utf8');
  const all = [...store.values()]
    .filter(({ name, region: own }) => name.startsWith(prefix) && name > after && (region ?? own) === own)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = all.slice(0, max);
  const last = page.at(-1);
  return {
    Buckets: page.map((bucket) => shown(bucket, input)),
    Owner: { ID: canonicalId(call.accountId) },
    ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
    ...(all.length > page.length &&
      last !== undefined && { ContinuationToken: Buffer.from(last.name).toString('base64') }),
  };
}

function shown({ name, createdAt, region }: Bucket, { MaxBuckets }: ListBucketsInput): object {
  return {
    Name: name,
    CreationDate: new Date(createdAt),
    // Only a paged request is told the regions.
    ...(MaxBuckets !== undefined && { BucketRegion: region }),
  };
}
