import type { Severity } from '../../src/finding.ts';

/** One heading of the document of findings. */
export interface FindingEntry {
  readonly id: string;
  readonly severities: readonly Severity[];
  /** What is found. */
  readonly faulty: string;
  readonly fix: string;
  /** The same without the fault, where the document has it. */
  readonly mended?: string;
}

const SECTION =
  /^### (\w+)\n\n(\*\*.*?\*\*(?: or \*\*.*?\*\*)?) · [\s\S]*?^```yaml\n([\s\S]*?)^```\n\n\*\*Fix\*\*: ([\s\S]*)/m;

/** Reads the document. Throws for a heading below which something is missing. */
export function readFindings(document: string): readonly FindingEntry[] {
  const sections = document.split(/^(?=###? )/m).filter((each) => each.startsWith('### '));
  return sections.map((section) => {
    const [, id, severities = '', faulty, rest = ''] = SECTION.exec(section) ?? [];
    if (id === undefined || faulty === undefined) throw new Error(`Not as the others:\n${section}`);
    const mended = /^```yaml\n([\s\S]*?)^```/m.exec(rest)?.[1];
    return {
      id,
      severities: [...severities.matchAll(/\*\*(\w+)\*\*/g)].map(([, each]) => severity(each)),
      faulty,
      fix: rest.split('```')[0]?.trim() ?? '',
      ...(mended !== undefined && { mended }),
    };
  });
}

function severity(word: string | undefined): Severity {
  if (word === 'error' || word === 'warning' || word === 'info') return word;
  throw new Error(`${word} is no severity.`);
}
