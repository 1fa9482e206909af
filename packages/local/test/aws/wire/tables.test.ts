import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, SERVICES } from '../../../../../tools/compile-smithy.ts';
import { SERVICE_ADDRESSES } from '../../../src/aws/wire/services.ts';
import { target } from '../../../src/aws/wire/shapes.ts';
import { loadTable } from '../../../src/aws/wire/table.ts';

const models = resolve(process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora', 'aws/smithy');

describe.skipIf(!existsSync(models))('tables are what the models compile to', () => {
  test.each(['sns', 'lambda'])('%s', (name) => {
    const model = JSON.parse(readFileSync(`${models}/${name}.json`, 'utf8'));
    const committed = readFileSync(new URL(`../../../tables/aws/${name}.json`, import.meta.url), 'utf8');
    expect(compile(name, model)).toBe(committed);
  });
});

test('the addresses of the services are those of their tables', () => {
  expect(SERVICE_ADDRESSES.map(({ table }) => table).sort()).toEqual([...SERVICES].sort());
  for (const address of SERVICE_ADDRESSES) {
    const table = loadTable(address.table);
    expect(table).toMatchObject({ service: address.table, signingName: address.signingName });
    if (address.target !== undefined) expect(table.target).toBe(address.target);
    if (address.version !== undefined) expect(table.version).toBe(address.version);
  }
});

test.each(SERVICES)('every shape that %s refers to is there', (name) => {
  const table = loadTable(name);
  for (const { input, output, errors = [] } of Object.values(table.operations)) {
    for (const shape of [input, output, ...errors]) if (shape !== undefined) target(table, shape);
  }
  for (const shape of Object.values(table.shapes)) {
    const refs = [
      ...Object.values(shape.members ?? {}),
      ...(shape.member ? [shape.member] : []),
      ...(shape.key ? [shape.key] : []),
    ];
    for (const ref of refs) expect(target(table, ref).shape.type).toBeDefined();
  }
});
