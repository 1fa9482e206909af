import type { Finding } from '../../finding.ts';

interface Found {
  readonly finding: Finding;
  /** In how many scenarios it is found with this very patch. */
  count: number;
}

const SEVERITIES = ['error', 'warning', 'info'];

/**
 * Puts the findings of all scenarios together: each once, worst first. A patch that was worked out in some scenarios
 * only is left out, for in the others it may name what is not there, or take away what is needed.
 */
export function mergeFindings(
  scenarios: readonly (readonly Finding[])[],
  others: readonly Finding[],
  isComplete: boolean,
): readonly Finding[] {
  const found = new Map<string, Found>();
  for (const findings of scenarios) {
    const here = new Set<string>();
    for (const finding of findings) {
      const key = `${finding.id}\n${finding.path.join('\n')}\n${finding.message}`;
      if (here.has(key)) continue;
      here.add(key);
      const known = found.get(key);
      if (known === undefined) found.set(key, { finding, count: 1 });
      else if (JSON.stringify(known.finding.patch) === JSON.stringify(finding.patch)) known.count++;
    }
  }
  const merged = [...found.values()].map(({ finding, count }) => {
    if (finding.patch === undefined || (isComplete && count === scenarios.length)) return finding;
    const { patch: _, ...rest } = finding;
    return rest;
  });
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return [...merged, ...others].sort((one, other) => rank(one) - rank(other));
}
