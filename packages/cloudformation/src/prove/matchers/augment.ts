import type { ProveOptions } from '../provable.ts';
import type { AuthoriseOptions, End } from './create-matchers.ts';

/**
 * The matchers as `expect(…)` has them; `R` is what a matcher returns there. Vitest and Jest with `@types/jest`
 * know them once this package's matchers are imported; with `@jest/globals`, tell its types once.
 *
 * @example
 * declare module 'expect' { interface Matchers<R> extends WayleaveMatchers<R> {} } // only with @jest/globals
 */
export interface WayleaveMatchers<R = void> {
  /** Passes when the template wires `from` to `to` and each hop between them is allowed. */
  toAuthorise(from: End, to: End, options?: AuthoriseOptions<ProveOptions>): R;
  /** Passes when each hop of the template is allowed and no finding is an error. */
  toBeProven(options?: ProveOptions): R;
}

// Jest's own types and Vitest's both take their matchers from this global interface, so that one augmentation
// serves both and needs neither to be installed. `@jest/globals` has another.
declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters have to be those of the other declarations
    interface Matchers<R, T = {}> extends WayleaveMatchers<R> {}
  }
}
