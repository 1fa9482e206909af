/** Every way in which a template can be refused. */
export type TemplateErrorCode =
  | 'BadLogicalId'
  | 'DependencyCycle'
  | 'DuplicateLogicalId'
  | 'EmptyStatement'
  | 'ForeignReference'
  | 'InlineCodeHandler'
  | 'InlineCodeRuntime'
  | 'LimitExceeded'
  | 'NoResources'
  | 'NotTemplateData'
  | 'ReferenceNotAllowed'
  | 'UnknownAttribute'
  | 'UnknownCondition'
  | 'UnknownMapping'
  | 'UnknownReference';

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
}

/**
 * A template that CloudFormation would refuse, refused before it is sent.
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
  readonly logicalId?: string;
  readonly path?: string;
  readonly cycle?: readonly string[];

  constructor(code: TemplateErrorCode, what: string, details: TemplateErrorDetails) {
    super(`${details.path === undefined ? '' : `${details.path}: `}${what} ${details.fix}`);
    this.code = code;
    this.fix = details.fix;
    if (details.logicalId !== undefined) this.logicalId = details.logicalId;
    if (details.path !== undefined) this.path = details.path;
    if (details.cycle !== undefined) this.cycle = details.cycle;
  }
}
