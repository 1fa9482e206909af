import { legible } from '../deploy/paint.ts';

/** Why a command that reads a template could not begin, as programs can tell it. */
export type TemplateFaultCode =
  | 'Unreadable'
  | 'NotATemplate'
  | 'BadModule'
  | 'BadOption'
  | 'NoSuchHop'
  | 'NotWritten';

/** A wrong call, or input that cannot be read; `fix` is the way out. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
  readonly code: TemplateFaultCode;
  readonly fix: string;

  constructor(code: TemplateFaultCode, what: string, fix: string, cause?: unknown) {
    super(what, cause === undefined ? {} : { cause });
    this.code = code;
    this.fix = fix;
  }
}

/** A fault in words, with its way out; undefined for what is no fault of the call or the input. */
export function tellFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TemplateError') return `${legible(error.message)}\n`;
  if (!(error instanceof TemplateFault) && error.name !== 'DeployError') return undefined;
  const { message, fix } = error as Error & { readonly fix: string }; // both have one
  return legible(`${message}\n  ${fix}\n`);
}
