/** What keeps text from being read, and where. It becomes a `TemplateError` with line and column. */
export class TextFault extends Error {
  readonly what: string;
  readonly fix: string;
  readonly offset: number;

  constructor(offset: number, what: string, fix: string, cause?: unknown) {
    super(what, cause === undefined ? {} : { cause });
    this.what = what;
    this.fix = fix;
    this.offset = offset;
  }
}

/** Deeper than anything that a person writes, and shallow enough for every stack. */
export const deepest = 256;

export function tooDeep(offset: number, cause?: unknown): TextFault {
  return new TextFault(offset, `This is nested more than ${deepest} deep.`, 'Flatten it.', cause);
}

/** Names that JavaScript gives a meaning of their own are never data here. */
export function checkKey(key: string, offset: number): void {
  if (key === '__proto__') throw new TextFault(offset, '__proto__ is no name for anything.', 'Rename it.');
}

export function duplicateKey(key: string, offset: number): TextFault {
  return new TextFault(
    offset,
    `${JSON.stringify(key)} is there twice in one place, and CloudFormation would take one of the two.`,
    'Remove or rename one.',
  );
}
