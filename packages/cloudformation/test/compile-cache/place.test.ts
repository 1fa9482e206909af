import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/compile-cache/place.ts';

const file = '/app/node_modules/@wayleave/cloudformation/dist/prove-code.cjs';
const runtime = { env: {}, version: 'v20.20.2', arch: 'x64' };

describe('where compiled code is kept', () => {
  it('is below the node_modules that the package is in', () => {
    expect(placeOf(file, runtime)).toMatch(
      /^\/app\/node_modules\/\.cache\/wayleave\/prove-code\.cjs-\w+-v20\.20\.2-x64$/,
    );
  });

  it('is below the nearest one, as pnpm has several', () => {
    const linked = `/app/node_modules/.pnpm/@wayleave+cloudformation@0.1.0${file.slice('/app'.length)}`;
    expect(placeOf(linked, runtime)).toContain(
      '/app/node_modules/.pnpm/@wayleave+cloudformation@0.1.0/node_modules/.cache/wayleave/',
    );
  });

  it('is found on Windows', () => {
    const windows = 'C:\\app\\node_modules\\@wayleave\\cloudformation\\dist\\prove-code.cjs';
    expect(placeOf(windows, runtime)).toMatch(
      /^C:\\app\/node_modules\/\.cache\/wayleave\/prove-code\.cjs-\w+-v/,
    );
  });

  it('is where Node.js keeps its own, if it is told so', () => {
    const place = placeOf(file, { ...runtime, env: { NODE_COMPILE_CACHE: '/var/cache/node' } });
    expect(place).toMatch(/^\/var\/cache\/node\/wayleave\/prove-code\.cjs-/);
  });

  it('tells versions of Node.js, processors and installations apart', () => {
    const chosen = { ...runtime, env: { NODE_COMPILE_CACHE: '/var/cache/node' } };
    const places = [
      placeOf(file, chosen),
      placeOf(file, { ...chosen, version: 'v24.1.0' }),
      placeOf(file, { ...chosen, arch: 'arm64' }),
      placeOf(`/other${file}`, chosen),
    ];
    expect(new Set(places).size).toBe(4);
  });

  it.each([
    ['Node.js is told to keep none', file, { NODE_DISABLE_COMPILE_CACHE: '1' }],
    [
      'Node.js is told to keep none, wherever',
      file,
      { NODE_DISABLE_COMPILE_CACHE: '1', NODE_COMPILE_CACHE: '/x' },
    ],
    ['coverage is measured', file, { NODE_V8_COVERAGE: '/tmp/coverage' }],
    ['the package is in no node_modules', '/src/wayleave/packages/cloudformation/dist/prove-code.cjs', {}],
  ])('is nowhere where %s', (_, of, env) => {
    expect(placeOf(of, { ...runtime, env })).toBeUndefined();
  });
});
