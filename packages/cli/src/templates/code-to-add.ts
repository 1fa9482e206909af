import type { Report } from '@wayleave/cloudformation/prove';
import { importsOf } from './code-imports.ts';

/** What to write into the program that builds a template: of each fix its code, or the change in words. */
export function codeToAdd({ subject, validation, proof }: Report): string {
  const hops = (proof?.hops ?? []).filter(({ answer, fix }) => answer !== 'allowed' && fix !== undefined);
  const findings = [...validation, ...(proof?.findings ?? [])].filter(({ patch }) => patch !== undefined);
  const pieces = [
    ...hops.map(({ from, kind, to, fix, source }) =>
      [
        comment(`${from.label} ──${kind}──▶ ${to.label}${at(source)}: ${fix?.text ?? ''}`),
        ...(fix?.code === undefined ? [] : [fix.code.trimEnd()]),
      ].join('\n'),
    ),
    ...findings.map(({ id, fix, source, patch }) =>
      [
        comment(`${id}${at(source)}: ${fix}`),
        ...(patch ?? []).map((change) =>
          comment(
            `  ${change.op} ${change.path.join('.')}${change.op === 'remove' ? '' : `: ${JSON.stringify(change.value)}`}`,
          ),
        ),
      ].join('\n'),
    ),
  ];
  if (pieces.length === 0) return `Nothing to add to ${subject.name}.\n`;
  const imports = importsOf(
    hops.flatMap(({ fix }) => (fix?.code === undefined ? [] : [{ ...fix, code: fix.code }])),
  );
  const added = [...(imports.length === 0 ? [] : [imports.join('\n')]), ...pieces].join('\n\n');
  return `${subject.name} is a program, so nothing was written. Add to it:\n\n${added}\n`;
}

/** A comment of one line, whatever the template's names hold. */
function comment(text: string): string {
  return `// ${text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')}`;
}

function at(source: { readonly file: string; readonly line: number } | undefined): string {
  return source === undefined ? '' : ` (${source.file}:${source.line})`;
}
