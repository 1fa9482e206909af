import { type PolicyDocument, PolicyError, parsePolicyDocument, type Statement } from '@wayleave/iam';
import { AwsError, type Call, type Operation, operation } from '../service.ts';
import type { Access, OfBucket } from './access.ts';
import { accessDenied } from './errors.ts';
import type { Bucket, PublicAccessBlock } from './store.ts';

export function policyOperations(access: Access): Record<string, Operation> {
  const asks = (action: string) => (input: OfBucket) => [access.askBucket(action, input.Bucket)];
  return {
    PutBucketPolicy: operation<OfBucket & { readonly Policy: string }, object>({
      authorize: asks('PutBucketPolicy'),
      run(input, call) {
        const bucket = access.bucket(input);
        const arn = access.bucketArn(bucket.name);
        const document = readPolicy(input.Policy, arn);
        if (bucket.publicAccessBlock?.BlockPublicPolicy === true) refusePublic(document, arn, call);
        bucket.policy = { text: input.Policy, policy: { name: `policy of bucket ${bucket.name}`, document } };
        return {};
      },
    }),
    GetBucketPolicy: operation<OfBucket, { Policy: string }>({
      authorize: asks('GetBucketPolicy'),
      run(input) {
        const { policy, name } = access.bucket(input);
        if (policy === undefined) {
          const members = { BucketName: name };
          throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, members);
        }
        return { Policy: policy.text };
      },
    }),
    DeleteBucketPolicy: operation<OfBucket, object>({
      authorize: asks('DeleteBucketPolicy'),
      run(input) {
        delete access.bucket(input).policy;
        return {};
      },
    }),
    PutPublicAccessBlock: operation<
      OfBucket & { readonly PublicAccessBlockConfiguration: Partial<PublicAccessBlock> },
      object
    >({
      authorize: asks('PutBucketPublicAccessBlock'),
      run(input) {
        const given = input.PublicAccessBlockConfiguration;
        access.bucket(input).publicAccessBlock = {
          BlockPublicAcls: given.BlockPublicAcls ?? false,
          IgnorePublicAcls: given.IgnorePublicAcls ?? false,
          BlockPublicPolicy: given.BlockPublicPolicy ?? false,
          RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
        };
        return {};
      },
    }),
    GetPublicAccessBlock: operation<OfBucket, { PublicAccessBlockConfiguration: PublicAccessBlock }>({
      authorize: asks('GetBucketPublicAccessBlock'),
      run: (input) => ({ PublicAccessBlockConfiguration: publicAccessBlockOf(access.bucket(input)) }),
    }),
    DeletePublicAccessBlock: operation<OfBucket, object>({
      authorize: asks('PutBucketPublicAccessBlock'),
      run(input) {
        delete access.bucket(input).publicAccessBlock;
        return {};
      },
    }),
  };
}

function publicAccessBlockOf({ publicAccessBlock, name }: Bucket): PublicAccessBlock {
  if (publicAccessBlock !== undefined) return publicAccessBlock;
  const words = 'The public access block configuration was not found';
  throw new AwsError('NoSuchPublicAccessBlockConfiguration', words, 404, { BucketName: name });
}

function readPolicy(text: string, bucketArn: string): PolicyDocument {
  if (!text.startsWith('{') || !isJson(text)) {
    throw new AwsError('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
  }
  try {
    const document = parsePolicyDocument(text, { kind: 'resource' });
    for (const statement of [document.Statement].flat()) checkResources(statement, bucketArn);
    return document;
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new AwsError('MalformedPolicy', 'Invalid policy syntax.');
  }
}

/** A bucket's policy speaks of the bucket and what is in it. */
function checkResources({ Resource, NotResource }: Statement, bucketArn: string): void {
  for (const resource of [Resource ?? [], NotResource ?? []].flat()) {
    if (resource !== bucketArn && !resource.startsWith(`${bucketArn}/`) && !/^[^/]*[*?]/.test(resource)) {
      throw new AwsError('MalformedPolicy', 'Policy has invalid resource');
    }
  }
}

function refusePublic(document: PolicyDocument, bucketArn: string, call: Call): void {
  if (![document.Statement].flat().some(isPublic)) return;
  throw accessDenied(
    `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
  );
}

/** Everybody, without a condition. */
function isPublic({ Effect, Principal, NotPrincipal, Condition }: Statement): boolean {
  if (Effect !== 'Allow' || Condition !== undefined) return false;
  if (NotPrincipal !== undefined || Principal === '*') return true;
  return [Principal?.AWS ?? []].flat().includes('*');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
