import { expect } from 'vitest';
import { fn, t, uploads } from './patterns.ts';

// #region matchers
import { matchers } from '@wayleave/cloudformation/matchers';

expect.extend(matchers);
expect(t).toAuthorise(uploads, fn);
expect(t).toBeProven();
// #endregion
