import { describe, expect, it } from 'vitest';
import { placeOf, type Runtime } from '../../src/compile-cache/place.ts';

const file = '/app/node_modules/@wayleave/cloudformation/dist/prove-code.cjs';
const runtime = { env: {}, version: 'v20.20.2', arch: 'x64', argv: ['node', '/app/stack.mjs'] };

const pathOf = (of: string, on: Runtime) => {
  const place = placeOf(of, on);
  return place && `${place.folder}/${place.name}`;
};

describe('where compiled code is kept', () => {
  it('is below the node_modules that the package is in', () => {
    expect(pathOf(file, runtime)).toMatch(
      /^\/app\/node_modules\/\.cache\/wayleave\/prove-code\.cjs-v20\.20\.2-x64-\w+$/,
    );
  });

  it('is below the nearest one, as pnpm has several', () => {
    const linked = `/app/node_modules/.pnpm/@wayleave+cloudformation@0.1.0${file.slice('/app'.length)}`;
    expect(pathOf(linked, runtime)).toContain(
      '/app/node_modules/.pnpm/@wayleave+cloudformation@0.1.0/node_modules/.cache/wayleave/',
    );
  });

  it('is found on Windows', () => {
    const windows = 'C:\\app\\node_modules\\@wayleave\\cloudformation\\dist\\prove-code.cjs';
    expect(pathOf(windows, runtime)).toMatch(/^C:\\app\/node_modules\/\.cache\/wayleave\/prove-code\.cjs-v/);
  });

  it('is where Node.js keeps its own, if it is told so', () => {
    const place = pathOf(file, { ...runtime, env: { NODE_COMPILE_CACHE: '/var/cache/node' } });
    expect(place).toMatch(/^\/var\/cache\/node\/wayleave\/prove-code\.cjs-/);
  });

  it('tells versions of Node.js, processors, installations and programs apart', () => {
    const chosen = { ...runtime, env: { NODE_COMPILE_CACHE: '/var/cache/node' } };
    const places = [
      pathOf(file, chosen),
      pathOf(file, { ...chosen, version: 'v24.1.0' }),
      pathOf(file, { ...chosen, arch: 'arm64' }),
      pathOf(file, { ...chosen, argv: ['node', '/app/other.mjs'] }),
      pathOf(file, { ...chosen, argv: ['node'] }),
      pathOf(`/other${file}`, chosen),
    ];
    expect(new Set(places).size).toBe(6);
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
    expect(pathOf(of, { ...runtime, env })).toBeUndefined();
  });
});
