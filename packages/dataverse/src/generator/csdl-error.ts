/**
 * - `ERR_CSDL_XML`: the text is no well-formed XML, holds a document type, or is too deep or too large.
 * - `ERR_CSDL_MODEL`: it is XML, but no `$metadata` of an environment.
 * - `ERR_CSDL_TABLE`, `ERR_CSDL_COLUMN`, `ERR_CSDL_OPERATION`: there is no table, column, action or function of that name.
 * - `ERR_CSDL_CHOICES`: a JSON file is not what `EntityDefinitions` or `RetrieveMetadataChanges` give.
 */
export type CsdlErrorCode =
  | 'ERR_CSDL_XML'
  | 'ERR_CSDL_MODEL'
  | 'ERR_CSDL_TABLE'
  | 'ERR_CSDL_COLUMN'
  | 'ERR_CSDL_OPERATION'
  | 'ERR_CSDL_CHOICES';

/** The description of an environment cannot be read, or lacks what was asked for. */
export class CsdlError extends Error {
  override readonly name = 'CsdlError';
  readonly code: CsdlErrorCode;
  /** From 1, where the text cannot be read. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: CsdlErrorCode, message: string, at?: Position) {
    super(at === undefined ? message : `Line ${at.line}, column ${at.column}: ${message}`);
    this.code = code;
    this.line = at?.line;
    this.column = at?.column;
  }
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of a place in a text, both from 1. */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
