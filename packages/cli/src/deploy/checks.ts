import type { Finding } from '@wayleave/cloudformation';
import type { Hop } from '@wayleave/cloudformation/prove';
import { sourceWithin } from '../templates/nested-templates.ts';
import { legible, type Paint } from './paint.ts';
import type { Values } from './parameters.ts';
import type { LoadedTemplate } from './template.ts';

/** What was found of a template before anything was deployed. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** Undefined where the proof was skipped. */
  readonly hops?: readonly Hop[];
}

export interface CheckOptions {
  /** Whether to prove the authorisations, too. */
  readonly prove: boolean;
  readonly region: string;
  readonly parameters: Values;
}

/** Validates a template and proves its authorisations. */
export async function checkTemplate(template: LoadedTemplate, options: CheckOptions): Promise<Checked> {
  const { json, sourceOf, nested } = template;
  const { parseTemplate } = await import('@wayleave/cloudformation');
  const parsed = parseTemplate(JSON.stringify(json));
  const findings = [
    ...parsed.validate().map((finding) => located(finding, sourceOf)),
    ...(nested?.findings ?? []).map((finding) => refusedUnread(finding, sourceOf)),
  ];
  if (!options.prove) return { findings };
  const { prove } = await import('@wayleave/cloudformation/prove');
  const proof = prove(
    {
      toJson: () => parsed.toJson({ validate: false }),
      ...(nested !== undefined
        ? { sourceOf: sourceWithin(nested, sourceOf) }
        : sourceOf !== undefined && { sourceOf }),
    },
    {
      parameters: options.parameters,
      region: options.region,
      ...(nested !== undefined && {
        nested: Object.fromEntries([...nested.templates].map(([stack, inner]) => [stack, inner.json])),
      }),
    },
  );
  return { findings: [...findings, ...proof.findings], hops: proof.hops };
}

/** Where the author wrote it, not where it stands in the JSON that was made of it. */
function located(finding: Finding, sourceOf: LoadedTemplate['sourceOf']): Finding {
  const { source: _ofJson, ...rest } = finding;
  const source = finding.logicalId === undefined ? undefined : sourceOf?.(finding.logicalId);
  return source === undefined ? rest : { ...rest, source };
}

/** A file that was not read is not uploaded either: CloudFormation would be given its path. */
function refusedUnread(finding: Finding, sourceOf: LoadedTemplate['sourceOf']): Finding {
  if (finding.id !== 'NestedTemplateNotRead') return finding;
  const source = finding.logicalId === undefined ? undefined : sourceOf?.(finding.logicalId);
  const cause = 'CloudFormation reads templates from S3 alone, and only what is read here is uploaded.';
  return { ...finding, severity: 'error', cause, ...(source !== undefined && { source }) };
}

/** Whether a deployment may go on: warnings and what cannot be known do not stop it. */
export function isClean({ findings, hops = [] }: Checked): boolean {
  return (
    findings.every(({ severity }) => severity !== 'error') && hops.every(({ answer }) => answer !== 'denied')
  );
}

/** What stops a deployment, and how much was checked. */
export function renderChecks(checked: Checked, paint: Paint): string {
  const errors = checked.findings.filter(({ severity }) => severity === 'error');
  const warnings = checked.findings.filter(({ severity }) => severity === 'warning').length;
  const denied = (checked.hops ?? []).filter(({ answer }) => answer === 'denied');
  const unknown = (checked.hops ?? []).filter(({ answer }) => answer === 'unknown').length;
  const lines = [
    ...errors.flatMap(({ id, message, cause, fix, source }) => [
      paint('red', `✗ ${legible(message)} [${id}]`),
      `  ${legible(cause)}`,
      `  ${legible(fix)}`,
      ...(source === undefined ? [] : [`  at ${source.file}:${source.line}:${source.column}`]),
    ]),
    ...denied.flatMap(({ from, to, kind, because, fix, source }) => [
      paint('red', `✗ ${legible(from.label)} ──${kind}──▶ ${legible(to.label)} is denied`),
      `  ${legible(because)}`,
      ...(fix === undefined ? [] : [`  fix: ${legible(fix.text)}`]),
      ...(source === undefined ? [] : [`  at ${source.file}:${source.line}:${source.column}`]),
    ]),
  ];
  const proof =
    checked.hops === undefined
      ? 'the proof was skipped (--no-prove): nobody knows whether its hops are authorised'
      : checked.hops.length === 0
        ? 'it has no hops to prove'
        : `${checked.hops.length - denied.length - unknown} of ${count(checked.hops.length, 'hop')} authorised${
            unknown > 0 ? `, ${unknown} unknown (wayleave prove says why)` : ''
          }`;
  const valid = errors.length === 0 ? 'valid' : count(errors.length, 'error');
  const further = warnings > 0 ? `, ${count(warnings, 'warning')} (wayleave prove shows them)` : '';
  return `${[...lines, `Template: ${valid}; ${proof}${further}`].join('\n')}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
