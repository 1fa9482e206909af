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
 * Applies the fixes that a report knows. The report is made anew after each, for one fix may settle several faults or
 * move what another means; those that touch nothing in common are done together, and each by itself where that does
 * not settle them all. A fix that would make more wrong than it mends is not done.
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

  /** Tries fixes that have nothing in common; says whether they are done. */
  async function tryAll(fixes: readonly Fix[]): Promise<boolean> {
    let patched: string;
    try {
      patched = patchText(
        text,
        fixes.flatMap(({ patch }) => patch),
      );
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      const [only, ...others] = fixes;
      if (only !== undefined && others.length === 0) left.push({ fix: only.fix, why: error.message });
      return false;
    }
    const after = await reportOf(patched);
    if (fixes.length > 1) {
      const open = new Set(fixesOf(after).map(({ key }) => key));
      const settled = faults(report) - fixes.filter(({ isFault }) => isFault).length;
      if (faults(after) > settled || fixes.some(({ key }) => open.has(key))) return false;
    } else if (faults(after) > faults(report)) {
      for (const { fix } of fixes) left.push({ fix, why: 'it would make something else wrong.' });
      return false;
    }
    [text, report] = [patched, after];
    for (const { key, fix } of fixes) {
      tried.add(key);
      done.push(fix);
    }
    return true;
  }

  let together = most;
  while (tried.size < most) {
    const open = fixesOf(report).filter(({ key }) => !tried.has(key));
    if (open.length === 0) break;
    const fixes = apart(open).slice(0, together);
    if (await tryAll(fixes)) together = Math.min(most, 2 * together);
    else if (fixes.length > 1) together = Math.ceil(fixes.length / 2);
    else for (const { key } of fixes) tried.add(key);
  }
  return { text, done, left, report };
}

interface Fix {
  readonly key: string;
  readonly fix: string;
  readonly patch: readonly PatchOperation[];
  /** Whether it counts among what is wrong, and not only among what could be better. */
  readonly isFault: boolean;
  /** The places that it is about, and those that it changes. */
  readonly places: readonly string[];
}

/** Those of the fixes that have no place in common with one before them. */
function apart(fixes: readonly Fix[]): readonly Fix[] {
  const taken = new Set<string>();
  return fixes.filter(({ places }) => {
    const isFree = places.every((place) => !taken.has(place));
    for (const place of places) taken.add(place);
    return isFree;
  });
}

function fixesOf({ validation, proof }: Report): readonly Fix[] {
  const hops = (proof?.hops ?? []).filter(({ answer }) => answer !== 'allowed');
  const findings = [...validation, ...(proof?.findings ?? [])];
  return [
    ...hops.map(({ id, fix, to }) => ({
      id,
      fix: fix?.text ?? '',
      patch: fix?.patch,
      isFault: true,
      about: to.logicalId ?? to.label,
    })),
    ...findings.map(({ id, fix, patch, severity, path }) => ({
      id,
      fix,
      patch,
      isFault: severity === 'error',
      about: String(path[1] ?? path[0] ?? ''),
    })),
  ].flatMap(({ id, fix, patch, isFault, about }) => {
    if (patch === undefined || patch.length === 0) return [];
    const key = JSON.stringify([id, fix, patch]);
    const changed = patch.map(({ path }) => String(path[1] ?? path[0] ?? ''));
    return [{ key, fix, patch, isFault, places: [...new Set([about, ...changed])] }];
  });
}
