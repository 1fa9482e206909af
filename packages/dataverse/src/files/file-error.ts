import type { UploadResume } from './upload-session.ts';

/**
 * - `ERR_DATAVERSE_FILE_INTERRUPTED`: an upload ended early; `resume` continues it, `cause` is why.
 * - `ERR_DATAVERSE_FILE_SESSION`: the service no longer takes the upload, and the source cannot be read again.
 * - `ERR_DATAVERSE_FILE_SIZE`: the source has more or fewer bytes than `size`; the column is unchanged.
 * - `ERR_DATAVERSE_FILE_EMPTY`: there is no file or image to download.
 * - `ERR_DATAVERSE_FILE_CHANGED`: the file was replaced while it was being downloaded.
 * - `ERR_DATAVERSE_FILE_RANGE`: the service sent other bytes than those that were asked for.
 */
export type FileErrorCode =
  | 'ERR_DATAVERSE_FILE_INTERRUPTED'
  | 'ERR_DATAVERSE_FILE_SESSION'
  | 'ERR_DATAVERSE_FILE_SIZE'
  | 'ERR_DATAVERSE_FILE_EMPTY'
  | 'ERR_DATAVERSE_FILE_CHANGED'
  | 'ERR_DATAVERSE_FILE_RANGE';

/** A file could not be moved, for a reason that a single request does not tell. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  readonly #resume: UploadResume | undefined;

  constructor(
    code: FileErrorCode,
    message: string,
    { cause, resume }: { readonly cause?: unknown; readonly resume?: UploadResume } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.#resume = resume;
  }

  /**
   * For `ERR_DATAVERSE_FILE_INTERRUPTED`: give it to `uploadFile` to go on. Plain data that can be kept as JSON; it
   * holds the session's token, a secret, and is therefore no property that logs would show.
   */
  get resume(): UploadResume | undefined {
    return this.#resume;
  }
}
