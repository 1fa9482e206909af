import type { PatchOperation } from '@wayleave/cloudformation';
import type { Report, Reporting } from '@wayleave/cloudformation/prove';

/** What came of mending a text. */
export interface Mended {
  readonly text: string;
  /** What was done, each as one sentence. */
  readonly done: readonly string[];
  /** What could not be done, and why. */
  readonly left: readonly { readonly fix: string; readonly why: string }[];
  /** Of the text as it is now. */
  readonly report: Report;
}

const most = 500;

/**
 * Applies the fixes that a report knows, one after the other. The report is made anew after each, for one fix may
 * settle several faults or move what another means. A fix that would make more wrong than it mends is not done.
 */
export async function fixText(
  start: string,
  reportOf: (text: string) => Promise<Report>,
  { patchText, PatchError, summarise }: Pick<Reporting, 'patchText' | 'PatchError' | 'summarise'>,
): Promise<Mended> {
  let text = start;
  let report = await reportOf(start);
  const tried = new Set<string>();
  const done: string[] = [];
  const left: { fix: string; why: string }[] = [];
  const faults = (of: Report) => {
    const { denied, unknown, errors } = summarise(of);
    return denied + unknown + errors;
  };
  for (let turn = 0; turn < most; turn++) {
    const next = fixesOf(report).find(({ key }) => !tried.has(key));
    if (next === undefined) break;
    tried.add(next.key);
    let patched: string;
    try {
      patched = patchText(text, next.patch);
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      left.push({ fix: next.fix, why: error.message });
      continue;
    }
    const after = await reportOf(patched);
    if (faults(after) > faults(report)) {
      left.push({ fix: next.fix, why: 'it would make something else wrong.' });
      continue;
    }
    [text, report] = [patched, after];
    done.push(next.fix);
  }
  return { text, done, left, report };
}

interface Fix {
  readonly key: string;
  readonly fix: string;
  readonly patch: readonly PatchOperation[];
}

function fixesOf({ validation, proof }: Report): readonly Fix[] {
  const hops = (proof?.hops ?? []).filter(({ answer }) => answer !== 'allowed');
  const findings = [...validation, ...(proof?.findings ?? [])];
  return [
    ...hops.map(({ id, fix }) => ({ id, fix: fix?.text ?? '', patch: fix?.patch })),
    ...findings.map(({ id, fix, patch }) => ({ id, fix, patch })),
  ].flatMap(({ id, fix, patch }) =>
    patch === undefined || patch.length === 0 ? [] : [{ key: JSON.stringify([id, fix, patch]), fix, patch }],
  );
}
