import { describe, expect, it } from 'vitest';
import { hintFor } from '../../src/entra/hints.ts';
import { credentialTo, refused, rejection, SCOPE } from '../support/entra.ts';

/** All AADSTS numbers that server-to-server sign-in is known to meet. */
const CODES = [
  7000215, 7000222, 7000216, 7000218, 700025, 700016, 700038, 7000229, 7000112, 70001, 700011, 700027, 700024,
  700030, 50027, 5002730, 50048, 500133, 50013, 700211, 700212, 700213, 7002137, 7002138, 7002121, 70021,
  700222, 700229, 90061, 501661, 1002012, 70011, 700022, 28002, 28003, 700023, 901002, 900144, 9002313, 70003,
  900561, 500011, 50001, 650052, 650054, 650056, 650057, 65005, 65001, 501051, 53003, 530032, 530035, 50034,
  50126, 50055, 50076, 90002, 900023, 50059, 90019, 50128, 9001023, 50194, 90038, 900382, 900432, 900439,
  50049, 100007, 50196, 90055, 90033, 90024, 90006, 90012, 90090, 50033, 50000, 500207, 16000,
];

describe('a hint', () => {
  it.each(CODES)('is there for AADSTS%i, with cause and fix', (code) => {
    const hint = hintFor([String(code)]) ?? '';
    const [cause, fix] = hint.split(/[.;] /);
    expect(cause?.length).toBeGreaterThan(15);
    expect(fix?.length).toBeGreaterThan(5);
    expect(hint).not.toMatch(/^\d/);
  });

  it.each([
    [7000215, /ID in place of its value/],
    [700212, /audience/],
    [90038, /microsoftonline\.us/],
    [500011, /environment/],
    [50126, /person/],
    [700016, /clientId/],
    [700030, /sendCertificateChain/],
  ])('for AADSTS%i is of that case', (code, words) => {
    expect(hintFor([String(code)])).toMatch(words);
  });

  it('is that of the first code that is known', () => {
    expect(hintFor(['1', '700024', '90002'])).toBe(hintFor(['700024']));
  });

  it.each([[[]], [['7']], [['0']], [['70002']], [['7000215000']], [['00']]])('is missing for %j', (codes) => {
    expect(hintFor(codes)).toBeUndefined();
  });

  it('is told with the error', async () => {
    const { credential } = await credentialTo(() => refused(400, 'invalid_resource', 500011, 'Not found.'));
    const hint = hintFor(['500011']) ?? '';
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({
      codes: [500011],
      hint,
      message: expect.stringContaining(hint),
    });
  });
});
