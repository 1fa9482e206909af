import type { Report, Reporting } from '@wayleave/cloudformation/prove';
import type { Desk } from './desk.ts';
import { TemplateFault } from './template-fault.ts';

/** How a report can be written. */
export const forms = ['json', 'sarif', 'mermaid', 'svg'] as const;
export type Form = (typeof forms)[number] | 'text';

/** The one form that flags ask for. Throws {@link TemplateFault} `BadOption` for two. */
export function formOf(flags: { readonly [form in (typeof forms)[number]]?: boolean }): Form {
  const [form = 'text', second] = forms.filter((each) => flags[each] === true);
  if (second === undefined) return form;
  throw new TemplateFault('BadOption', `--${form} and --${second} are two forms.`, 'Ask for one at a time.');
}

/** A report in a form. */
export function render(
  report: Report,
  form: Form,
  {
    reporting,
    desk,
    version,
    verbose,
  }: {
    readonly reporting: Reporting;
    readonly desk: Pick<Desk, 'columns' | 'colour'> | undefined;
    readonly version: string;
    readonly verbose: boolean;
  },
): string {
  const json = (data: unknown) => `${JSON.stringify(data, null, 2)}\n`;
  if (form === 'json') return json(reporting.reportJson(report));
  if (form === 'sarif') return json(reporting.reportSarif(report, version));
  if (form === 'mermaid') return reporting.renderMermaid(report);
  if (form === 'svg') return reporting.renderSvg(report);
  return reporting.renderText(report, {
    verbose,
    colour: desk?.colour === true,
    ...(desk?.columns === undefined ? {} : { width: desk.columns }),
  });
}
