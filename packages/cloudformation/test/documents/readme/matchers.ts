import { expect } from 'vitest';
import { fn, t, uploads } from './patterns.ts';

// What the README has of it begins here.

// #region matchers
import { matchers } from '@wayleave/cloudformation/matchers';

expect.extend(matchers);
expect(t).toAuthorise(uploads, fn);
expect(t).toBeProven();
// #endregion
