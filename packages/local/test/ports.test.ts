import { expect, it } from 'vitest';
import { parsePortBase, portsFrom } from '../src/ports.ts';

it('takes a port base of digits that leaves room for three ports, and nothing else', () => {
  expect(['0', '9000', '65533'].map(parsePortBase)).toEqual([0, 9000, 65_533]);
  for (const text of ['', ' ', '-1', '1e3', '0x10', '1.5', '65534', 'abc']) {
    expect(parsePortBase(text), text).toBe(undefined);
  }
});

it('gives three ports in a row, or free ones for 0', () => {
  expect(portsFrom(9000)).toEqual({ entra: 9000, dataverse: 9001, aws: 9002 });
  expect(portsFrom(0)).toEqual({ entra: 0, dataverse: 0, aws: 0 });
});
