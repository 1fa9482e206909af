import type { NamedPolicy } from '@wayleave/iam';
import type { Checksum } from './checksums.ts';

/** Headers that an object keeps and gives back, by their member names. */
export interface ObjectHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Expires?: Date | string;
}

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch, in whole seconds as HTTP dates are. */
  readonly lastModified: number;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: Checksum;
}

export interface Part {
  readonly number: number;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: Checksum;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiator: string;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly algorithm: Checksum['algorithm'];
  readonly checksumType: Checksum['type'];
  readonly parts: Map<number, Part>;
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: number;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  policy?: { readonly text: string; readonly policy: NamedPolicy };
  publicAccessBlock?: PublicAccessBlock;
}

export type S3Store = Map<string, Bucket>;

/** Whole seconds: what `Last-Modified` can say. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
