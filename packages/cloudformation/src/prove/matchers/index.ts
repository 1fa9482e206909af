/** Matchers for Vitest and Jest that prove a template's authorisations: `expect.extend(matchers)`. */

export type { WayleaveMatchers } from './augment.ts';
export type { AuthoriseOptions, End, MatcherContext, MatcherResult } from './create-matchers.ts';
export { matchers } from './matchers.ts';
