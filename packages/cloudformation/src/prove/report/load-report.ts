/** All that shows proofs and mends templates. */
export type Reporting = typeof import('./index.ts');

/**
 * Loads what shows proofs and mends templates: a program that only proves does not pay for it.
 *
 * @example
 * const { renderSvg } = await loadReporting();
 * writeFileSync('road.svg', renderSvg({ subject: { name: 'stack.ts' }, validation: [], proof: prove(t) }));
 */
export function loadReporting(): Promise<Reporting> {
  return import('./index.ts');
}
