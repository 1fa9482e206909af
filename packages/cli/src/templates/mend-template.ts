import type { Report, Reporting } from '@wayleave/cloudformation/prove';
import { legible } from '../deploy/paint.ts';
import type { Surroundings } from '../surroundings.ts';
import { codeToAdd } from './code-to-add.ts';
import type { Desk } from './desk.ts';
import { fixText } from './fix-text.ts';
import { type LoadedTemplate, readTemplate } from './load-template.ts';
import { TemplateFault } from './template-fault.ts';
import { unifiedDiff } from './unified-diff.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** What mending works with. */
export interface Mending {
  readonly dry: boolean;
  readonly reporting: Reporting;
  readonly desk: Desk;
  /** Where the difference goes. */
  readonly aside: Surroundings['out'];
  readonly reportOf: (template: LoadedTemplate) => Report;
}

/** Mends the file, or says what to add to the program; yields the report of what is there afterwards. */
export async function mendTemplate(
  report: Report,
  { name, file, text }: LoadedTemplate,
  { dry, reporting, desk, aside, reportOf }: Mending,
): Promise<Report> {
  if (text === undefined || file === undefined) {
    aside.write(`${codeToAdd(report)}\n`);
    return report;
  }
  const mended = await fixText(text, async (each) => reportOf(await readTemplate(name, each)), reporting);
  const difference = unifiedDiff(name, text, mended.text);
  // On a terminal the template's lines must not do what they say; a file or a program gets them as they are.
  const shown = desk.columns === undefined ? difference : legible(difference);
  aside.write(difference === '' ? `Nothing to fix in ${name}.\n\n` : `${shown}\n`);
  for (const { fix, why } of mended.left) aside.write(legible(`Not done: ${fix}: ${why}\n\n`));
  if (difference === '') return report;
  const fixes = `${mended.done.length} ${mended.done.length === 1 ? 'fix' : 'fixes'}`;
  if (dry) {
    const after = reporting.summaryLine(reporting.summarise(mended.report));
    aside.write(`Nothing was written (--dry-run). After ${fixes}: ${after}\nBefore:\n\n`);
    return report;
  }
  await desk.write(file, mended.text).catch((cause: unknown) => {
    const what = `${name} could not be written: ${whyUnreadable(cause)}.`;
    throw new TemplateFault('NotWritten', what, 'It is as it was.', cause);
  });
  aside.write(`${name} written: ${fixes}.\n\n`);
  return mended.report;
}
