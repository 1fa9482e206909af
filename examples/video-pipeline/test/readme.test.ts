import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { breaks } from '../road/breaks.ts';
import { hops } from '../road/hops.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README names every hop and every break', () => {
  const named = new Set([...readme.matchAll(/`([a-z][a-z-]*)`/g)].map(([, id]) => id));
  expect(hops.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  expect(breaks.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});
