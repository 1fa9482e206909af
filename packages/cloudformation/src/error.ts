import type { Finding } from './finding.ts';
import { pathText } from './path-text.ts';
import type { ValidationId } from './validate/finding-id.ts';

/** Every way in which a template can be refused: while it is built or read, and by its validation. */
export type TemplateErrorCode =
  | 'BadTemplateText'
  | 'EmptyStatement'
  | 'ForeignReference'
  | 'NotTemplateData'
  | ValidationId;

/** What a {@link TemplateError} knows besides its message. */
export interface TemplateErrorDetails {
  /** What to do about it, as one sentence. */
  readonly fix: string;
  /** The logical id that is at fault, where there is one. */
  readonly logicalId?: string;
  /** Where in the template: `Resources.Function.Properties.Role`. */
  readonly path?: string;
  /** The logical ids of a dependency cycle in order; the first depends on the second. */
  readonly cycle?: readonly string[];
  /** Of text: the file, where it has one, and the line and column, from 1. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Of a template that did not pass its validation: all that was found, warnings included. */
  readonly findings?: readonly Finding[];
  readonly cause?: unknown;
}

/**
 * A template that CloudFormation would refuse, refused before it is sent. Of validation it has the `code` and `fix` of
 * the first error, and all `findings`; the repository's `docs/findings.md` explains each code.
 *
 * @example
 * try { t.toJson(); } catch (error) {
 *   if (error instanceof TemplateError && error.code === 'DependencyCycle') console.log(error.cycle);
 * }
 */
export class TemplateError extends Error implements TemplateErrorDetails {
  override readonly name = 'TemplateError';
  readonly code: TemplateErrorCode;
  readonly fix: string;
  declare readonly logicalId?: string;
  declare readonly path?: string;
  declare readonly cycle?: readonly string[];
  declare readonly file?: string;
  declare readonly line?: number;
  declare readonly column?: number;
  declare readonly findings?: readonly Finding[];

  constructor(code: TemplateErrorCode, what: string, details: TemplateErrorDetails) {
    const { findings, cause, ...rest } = details;
    super(findings === undefined ? sentence(what, details) : what, cause === undefined ? {} : { cause });
    this.code = code;
    this.fix = details.fix;
    Object.assign(this, rest);
    // Long, and told by the message already: not part of what a console prints.
    if (findings !== undefined) Object.defineProperty(this, 'findings', { value: findings });
  }
}

function sentence(what: string, { file, line, column, path, fix }: TemplateErrorDetails): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const where = file === undefined && place !== '' ? `Line ${place}` : place;
  const before = [where, path ?? ''].filter((part) => part !== '').join(', ');
  return `${before === '' ? '' : `${before}: `}${what} ${fix}`;
}

const shown = 5;

/** The error for a template in which these were found, or undefined if none of them is an error. */
export function refusal(findings: readonly Finding[]): TemplateError | undefined {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  const lines = errors.slice(0, shown).map(describe);
  const more = errors.length - lines.length;
  const message = [
    errors.length === 1 ? 'The template has a fault:' : `The template has ${errors.length} faults:`,
    ...lines,
    ...(more > 0 ? [`… and ${more} more.`] : []),
  ].join('\n');
  const { cycle } = first as { readonly cycle?: readonly string[] };
  return new TemplateError(first.id as TemplateErrorCode, message, {
    fix: first.fix,
    path: pathText(first.path),
    ...(first.logicalId === undefined ? {} : { logicalId: first.logicalId }),
    ...(cycle === undefined ? {} : { cycle }),
    ...(first.source === undefined ? {} : first.source),
    findings,
  });
}

function describe({ source, path, message, cause, fix, id }: Finding): string {
  const place = source === undefined ? '' : `${source.file}:${source.line}:${source.column}  `;
  return `  ${place}${pathText(path)}: ${message} [${id}]\n    ${cause}\n    ${fix}`;
}
