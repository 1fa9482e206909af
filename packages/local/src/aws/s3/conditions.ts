import { AwsError } from '../service.ts';
import { noSuchKey, notBuilt, preconditionFailed } from './errors.ts';
import type { StoredObject } from './store.ts';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

/**
 * Checks the conditions of GetObject and HeadObject; throws 412 PreconditionFailed or 304.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
export function checkRead(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(object, IfMatch)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && object.lastModified > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (matches(object, IfNoneMatch)) throw notModified();
  } else if (IfModifiedSince !== undefined && object.lastModified <= IfModifiedSince.getTime()) {
    throw notModified();
  }
}

export interface CopySourceConditions {
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
}

/** Checks the conditions on the source of a copy; throws 412. A date in the future sets no condition. */
export function checkCopySource(object: StoredObject, conditions: CopySourceConditions, now: number): void {
  const { CopySourceIfMatch: match, CopySourceIfNoneMatch: noneMatch } = conditions;
  const { CopySourceIfModifiedSince: modified, CopySourceIfUnmodifiedSince: unmodified } = conditions;
  const fail = (name: string): AwsError => preconditionFailed(`x-amz-copy-source-${name}`);
  if (match !== undefined) {
    if (!matches(object, match)) throw fail('If-Match');
  } else if (unmodified !== undefined && object.lastModified > unmodified.getTime()) {
    throw fail('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) {
    if (matches(object, noneMatch)) throw fail('If-None-Match');
  } else if (
    modified !== undefined &&
    modified.getTime() <= now &&
    object.lastModified <= modified.getTime()
  ) {
    throw fail('If-Modified-Since');
  }
}

export interface WriteConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/**
 * Checks the conditions of a write; throws 412, or 404 for If-Match on a key that is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite(
  existing: StoredObject | undefined,
  key: string,
  { IfMatch, IfNoneMatch }: WriteConditions,
): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
    throw notBuilt('If-None-Match other than * on a write');
  if (IfNoneMatch === '*' && existing !== undefined) throw preconditionFailed('If-None-Match');
  if (IfMatch !== undefined) {
    if (existing === undefined) throw noSuchKey(key);
    if (!matches(existing, IfMatch)) throw preconditionFailed('If-Match');
  }
}

/** A list of entity tags, or `*`; quotes may be missing. */
function matches({ etag }: StoredObject, tags: string): boolean {
  return tags.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}

function bare(tag: string): string {
  return tag.trim().replace(/^"|"$/g, '');
}

function notModified(): AwsError {
  return new AwsError('NotModified', 'Not Modified', 304);
}
