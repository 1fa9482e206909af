import { type Operation, operation } from '../service.ts';
import type { Access, OfObject } from './access.ts';
import { checkRead, type ReadConditions } from './conditions.ts';
import { notFound } from './errors.ts';
import { shownObject } from './object-io.ts';
import { readRange } from './range.ts';
import type { S3Store } from './store.ts';
import { refuseUnbuiltRead } from './unbuilt.ts';

interface ReadInput extends OfObject, ReadConditions {
  readonly Range?: string;
  readonly VersionId?: string;
  readonly ChecksumMode?: string;
  readonly ResponseCacheControl?: string;
  readonly ResponseContentDisposition?: string;
  readonly ResponseContentEncoding?: string;
  readonly ResponseContentLanguage?: string;
  readonly ResponseContentType?: string;
  readonly ResponseExpires?: Date;
}

export function readOperations(store: S3Store, access: Access): Record<string, Operation> {
  const asks = ({ Bucket, Key }: OfObject) => [access.askObject('GetObject', Bucket, Key)];
  return {
    GetObject: operation<ReadInput, object>({
      authorize: asks,
      run(input, call) {
        refuseUnbuiltRead(input);
        const bucket = access.bucket(input);
        const object = bucket.objects.get(input.Key);
        if (object === undefined) throw access.missing(call, bucket, input.Key);
        return read(object, input, true);
      },
    }),
    HeadObject: operation<ReadInput, object>({
      authorize: asks,
      run(input, call) {
        refuseUnbuiltRead(input);
        if (!store.has(input.Bucket)) throw notFound();
        const bucket = access.bucket(input);
        const object = bucket.objects.get(input.Key);
        if (object === undefined) throw access.missing(call, bucket, input.Key, 'HEAD');
        return read(object, input, false);
      },
    }),
  };
}

function read(object: Parameters<typeof checkRead>[0], input: ReadInput, withBody: boolean): object {
  checkRead(object, input);
  const range = readRange(input.Range, object.body.byteLength);
  // A checksum of the whole says nothing about a part.
  const shown = {
    ...shownObject(object, input.ChecksumMode === 'ENABLED' && range === undefined),
    ...overrides(input),
  };
  if (range === undefined) return withBody ? { ...shown, Body: object.body } : shown;
  const { first, last } = range;
  return {
    ...shown,
    ContentLength: last - first + 1,
    ContentRange: `bytes ${first}-${last}/${object.body.byteLength}`,
    ...(withBody && { Body: object.body.subarray(first, last + 1) }),
  };
}

function overrides(input: ReadInput): Record<string, unknown> {
  const wanted = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
