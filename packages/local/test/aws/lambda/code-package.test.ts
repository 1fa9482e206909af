import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openZip } from '../../../src/aws/lambda/functions/code-package.ts';
import { AwsError } from '../../../src/aws/service.ts';

it('opens what fflate zips', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.js$/), fc.string(), { minKeys: 1 }),
      (files) => {
        const zip = zipSync(Object.fromEntries(Object.entries(files).map(([n, t]) => [n, strToU8(t)])));
        const opened = openZip(zip).files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]);
        expect(Object.fromEntries(opened)).toEqual({ ...files });
      },
    ),
  );
});

it('answers damaged archives with its typed refusal and never leaves the task root', () => {
  const zip = zipSync({ 'index.js': strToU8('exports.handler = 1'), 'lib/a.js': strToU8('x'.repeat(100)) });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1 }), (changes) => {
      const damaged = zip.slice();
      for (const [at, byte] of changes) damaged[at] = byte;
      try {
        for (const { path } of openZip(damaged).files) {
          expect(path.startsWith('/') || path.split('/').includes('..')).toBe(false);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        expect(error).toMatchObject({ code: 'InvalidParameterValueException' });
      }
    }),
    { numRuns: 300 },
  );
});

it('refuses a package that grows beyond 250 MB when unzipped', () => {
  const zip = zipSync({ 'big.bin': strToU8('x') });
  // The size that the central directory claims is what counts.
  const view = new DataView(zip.buffer);
  for (let at = 0; at < zip.length - 4; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 262_144_000, true);
  }
  expect(() => openZip(zip)).toThrow('Unzipped size must be smaller than 262144000 bytes');
});

it('refuses a package in which a file stands in the place of a folder', () => {
  const zip = zipSync({ lib: strToU8('a file'), 'lib/a.js': strToU8('a file below it') });
  expect(() => openZip(zip)).toThrow('Could not unzip uploaded file.');
});
