import { AwsError } from '../service.ts';
import { notBuilt, refuseUnbuilt } from './errors.ts';

const grants = ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'];

/** Refuses access control lists as a bucket does that has none, which is every new bucket. */
export function refuseAcl(input: { readonly ACL?: string }): void {
  const harmless =
    input.ACL === undefined || input.ACL === 'private' || input.ACL === 'bucket-owner-full-control';
  const granted = Object.entries(input).some(([name, value]) => value !== undefined && grants.includes(name));
  if (!harmless || granted) {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

const writeMembers = [
  'WriteOffsetBytes',
  'WebsiteRedirectLocation',
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSECustomerKeyMD5',
  'CopySourceSSECustomerAlgorithm',
  'CopySourceSSECustomerKey',
  'CopySourceSSECustomerKeyMD5',
  'SSEKMSKeyId',
  'SSEKMSEncryptionContext',
  'Tagging',
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'ObjectLockLegalHoldStatus',
];

export interface WriteOptions {
  readonly ACL?: string;
  readonly ServerSideEncryption?: string;
  readonly StorageClass?: string;
  readonly BucketKeyEnabled?: boolean;
}

/** Refuses what a write may ask for and would not get. */
export function refuseUnbuiltWrite(input: WriteOptions): void {
  refuseAcl(input);
  refuseUnbuilt(input, writeMembers);
  const { ServerSideEncryption: encryption, StorageClass: storageClass, BucketKeyEnabled } = input;
  if (encryption !== undefined && encryption !== 'AES256')
    throw notBuilt(`ServerSideEncryption ${encryption}`);
  if (storageClass !== undefined && storageClass !== 'STANDARD')
    throw notBuilt(`StorageClass ${storageClass}`);
  if (BucketKeyEnabled === true) throw notBuilt('BucketKeyEnabled');
}

const readMembers = ['PartNumber', 'SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'];

/** Refuses what a read may ask for and would not get; buckets have no versions. */
export function refuseUnbuiltRead(input: { readonly VersionId?: string }): void {
  refuseUnbuilt(input, readMembers);
  refuseVersion(input.VersionId);
}

export function refuseVersion(id: string | undefined): void {
  if (id !== undefined && id !== 'null') throw notBuilt('versions');
}
