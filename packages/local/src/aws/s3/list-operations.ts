import { type Operation, operation } from '../service.ts';
import { type Access, canonicalId, type OfBucket } from './access.ts';
import { invalidArgument, refuseUnbuilt } from './errors.ts';
import { type ListedPage, listKeys } from './list.ts';
import type { Bucket } from './store.ts';

interface ListInput extends OfBucket {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly EncodingType?: string;
  readonly MaxKeys?: number;
}

interface ListV2Input extends ListInput {
  readonly ContinuationToken?: string;
  readonly StartAfter?: string;
  readonly FetchOwner?: boolean;
}

const pageSize = 1000;

export function listOperations(access: Access): Record<string, Operation> {
  const asks = ({ Bucket, Prefix, Delimiter, MaxKeys }: ListInput) => [
    access.askBucket('ListBucket', Bucket, {
      's3:prefix': Prefix ?? '',
      ...(Delimiter !== undefined && { 's3:delimiter': Delimiter }),
      ...(MaxKeys !== undefined && { 's3:max-keys': String(MaxKeys) }),
    }),
  ];
  return {
    ListObjectsV2: operation<ListV2Input, object>({
      authorize: asks,
      run(input) {
        const bucket = access.bucket(input);
        const { ContinuationToken: token, StartAfter: startAfter } = input;
        const after = token === undefined ? (startAfter ?? '') : decodeToken(token);
        const page = listed(bucket, input, after);
        const encode = encoder(input.EncodingType);
        return {
          ...common(bucket, input, page, input.FetchOwner === true),
          KeyCount: page.keys.length + page.prefixes.length,
          ...(token !== undefined && { ContinuationToken: token }),
          ...(startAfter !== undefined && { StartAfter: encode(startAfter) }),
          ...(page.next !== undefined && {
            NextContinuationToken: Buffer.from(page.next).toString('base64'),
          }),
        };
      },
    }),
    ListObjects: operation<ListInput & { readonly Marker?: string }, object>({
      authorize: asks,
      run(input) {
        const bucket = access.bucket(input);
        const page = listed(bucket, input, input.Marker ?? '');
        const encode = encoder(input.EncodingType);
        return {
          ...common(bucket, input, page, true),
          Marker: encode(input.Marker ?? ''),
          // Without a delimiter the last key itself is the next marker.
          ...(page.next !== undefined && input.Delimiter !== undefined && { NextMarker: encode(page.next) }),
        };
      },
    }),
  };
}

function listed(bucket: Bucket, input: ListInput, after: string): ListedPage {
  refuseUnbuilt(input, ['OptionalObjectAttributes']);
  const { MaxKeys: max = pageSize, EncodingType: encoding } = input;
  if (max < 0)
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', max);
  if (encoding !== undefined && encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  return listKeys(bucket.objects.keys(), {
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter ?? '',
    after,
    max: Math.min(max, pageSize),
  });
}

function common(
  bucket: Bucket,
  input: ListInput,
  page: ListedPage,
  withOwner: boolean,
): Record<string, unknown> {
  const encode = encoder(input.EncodingType);
  const Contents = page.keys.map((key) => {
    const object = bucket.objects.get(key);
    return {
      Key: encode(key),
      ...(object !== undefined && {
        LastModified: new Date(object.lastModified),
        ETag: object.etag,
        Size: object.body.byteLength,
        ChecksumAlgorithm: [object.checksum.algorithm],
        ChecksumType: object.checksum.type,
      }),
      StorageClass: 'STANDARD',
      ...(withOwner && { Owner: { ID: canonicalId(bucket.accountId) } }),
    };
  });
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ''),
    ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
    MaxKeys: Math.min(input.MaxKeys ?? pageSize, pageSize),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
    IsTruncated: page.next !== undefined,
    ...(Contents.length > 0 && { Contents }),
    ...(page.prefixes.length > 0 && {
      CommonPrefixes: page.prefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
    }),
  };
}

/** Keys as they are, or percent-encoded for clients whose XML parsers choke on some characters. */
function encoder(type: string | undefined): (text: string) => string {
  if (type !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text === '' || Buffer.from(text).toString('base64') !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text;
}
