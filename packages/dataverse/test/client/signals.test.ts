import { expect, it, onTestFinished } from 'vitest';
import { clientTo } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

it('one signal ends many requests at once, without a warning of too many listeners', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const { client } = await clientTo(() => new Promise(() => {}));
  const ending = new AbortController();
  const bounded = client.with({ signal: ending.signal });
  const requests = Array.from({ length: 30 }, () => rejection(bounded.whoAmI()));
  await new Promise((resolve) => setImmediate(resolve));
  ending.abort(new Error('enough'));
  for (const error of await Promise.all(requests)) {
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
  }
  await new Promise((resolve) => setImmediate(resolve)); // warnings come a tick later
  expect(warnings).toEqual([]);
});
