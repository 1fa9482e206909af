import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CustomSource } from 'mediabunny';

/** The clip is larger than what is remuxed in memory here. */
export class ClipTooLargeError extends Error {
  override readonly name = 'ClipTooLargeError';
  readonly code = 'ERR_CLIP_TOO_LARGE';
}

/** Remuxing holds the output in memory; the function has 512 MB. */
export const maximumClipBytes = 200 * 1024 * 1024;

/**
 * A clip in S3 as something to read from by ranges: probing a long film takes its index alone. All reads are
 * pinned to the version that was there first, by its ETag. Throws {@link ClipTooLargeError}.
 */
export async function clipSource(
  s3: S3Client,
  clip: { readonly bucket: string; readonly key: string },
  signal: AbortSignal,
): Promise<CustomSource> {
  const { bucket: Bucket, key: Key } = clip;
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }), { abortSignal: signal });
  const size = head.ContentLength ?? 0;
  if (size > maximumClipBytes) {
    throw new ClipTooLargeError(`${size} bytes; up to ${maximumClipBytes} are processed here.`);
  }
  return new CustomSource({
    getSize: () => size,
    async read(start, end) {
      const part = await s3.send(
        new GetObjectCommand({ Bucket, Key, Range: `bytes=${start}-${end - 1}`, IfMatch: head.ETag }),
        { abortSignal: signal },
      );
      if (part.Body === undefined) throw new Error(`S3 gave no bytes ${start}-${end - 1}.`);
      return part.Body.transformToByteArray();
    },
    prefetchProfile: 'network',
  });
}
