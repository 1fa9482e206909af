import type { Finding, TemplatePath } from '../../finding.ts';
import type { Proof } from '../proof.ts';

/** A place in a template's text. Both count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What a report is about: a template's file, or a module that builds one. */
export interface ReportSubject {
  /** Relative to the project, with `/`: `infra/stack.yaml`, `stack.ts`, `<stdin>`. */
  readonly name: string;
  /** The template's text, where it is a file: fixes are shown as changes of it. */
  readonly text?: string;
  /** Where in that text a path of the template stands. */
  readonly positionOf?: (path: TemplatePath) => TextPosition | undefined;
}

/** What there is to say about a template: whether it is valid, and whether its hops are authorised. */
export interface Report {
  readonly subject: ReportSubject;
  /** What `validate` found. */
  readonly validation: readonly Finding[];
  /** Absent where only validation was asked for. */
  readonly proof?: Proof;
}
