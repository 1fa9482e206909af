import type { SourceLocation } from '@wayleave/cloudformation';
import type { NestedTemplates } from '../templates/nested-templates.ts';

/** The members of a template that a deployment looks at; everything else goes through as it is. */
export interface DeployableTemplate {
  readonly Resources: Readonly<Record<string, DeployableResource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
}

export interface DeployableResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: unknown;
}

/** A template as it was loaded. */
export interface LoadedTemplate {
  readonly json: DeployableTemplate;
  /** The file's own text, where it is a template that CloudFormation can read as it stands. */
  readonly text?: string;
  /** Where the builder added a resource, or where the file has it. */
  readonly sourceOf?: (logicalId: string) => SourceLocation | undefined;
  /** The templates of nested stacks that lie in files here. */
  readonly nested?: NestedTemplates;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
