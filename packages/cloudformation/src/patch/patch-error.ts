import type { TemplatePath } from '../finding.ts';

/**
 * Why a patch could not be applied: the path leads nowhere (`PathNotFound`), an index is no index of its list
 * (`BadIndex`), a value is in the way of the path (`NotAContainer`), the text is neither JSON nor YAML
 * (`BadText`), the place is shared by a YAML alias or merge (`SharedText`), or the text cannot be changed so
 * that it says exactly what the patch says (`TextNotPatched`).
 */
export type PatchErrorCode =
  | 'PathNotFound'
  | 'BadIndex'
  | 'NotAContainer'
  | 'BadText'
  | 'SharedText'
  | 'TextNotPatched';

/** A patch that does not fit. Nothing has been changed. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  readonly code: PatchErrorCode;
  readonly path: TemplatePath;

  constructor(code: PatchErrorCode, path: TemplatePath, what: string) {
    super(`${path.length === 0 ? 'the template' : path.join('.')}: ${what}`);
    this.code = code;
    this.path = path;
  }
}
