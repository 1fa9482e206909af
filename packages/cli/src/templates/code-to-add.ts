import type { Report } from '@wayleave/cloudformation/prove';

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
          [
            comment(`  ${change.op} ${change.path.join('.')}`),
            ...(change.op === 'remove' ? [] : [`: ${JSON.stringify(change.value)}`]),
          ].join(''),
        ),
      ].join('\n'),
    ),
  ];
  if (pieces.length === 0) return `Nothing to add to ${subject.name}.\n`;
  return `${subject.name} is a program, so nothing was written. Add to it:\n\n${pieces.join('\n\n')}\n`;
}

/** A comment of one line, whatever the template's names hold. */
function comment(text: string): string {
  return `// ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`;
}

function at(source: { readonly file: string; readonly line: number } | undefined): string {
  return source === undefined ? '' : ` (${source.file}:${source.line})`;
}
