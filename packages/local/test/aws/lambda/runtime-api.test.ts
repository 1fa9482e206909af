import { afterEach, expect, it } from 'vitest';
import {
  openRuntimeApi,
  type RuntimeAnswer,
  type RuntimeApi,
} from '../../../src/aws/lambda/execution/runtime-api.ts';

let api: RuntimeApi | undefined;
afterEach(() => api?.close());

async function open() {
  const answers: [string, RuntimeAnswer][] = [];
  const opened = await openRuntimeApi({
    idle: () => {},
    answered: (id, answer) => answers.push([id, answer]),
    initFailed: () => {},
  });
  api = opened;
  const at = (path: string) => `http://${opened.address}/2018-06-01/runtime/invocation/${path}`;
  return {
    answers,
    take: async (requestId: string) => {
      opened.give({ requestId, payload: '{}', deadline: 0, invokedFunctionArn: 'arn', traceId: 't' });
      await (await fetch(at('next'))).text();
    },
    post: async (path: string, body: string) => (await fetch(at(path), { method: 'POST', body })).status,
  };
}

it('takes one answer to the invocation that was given last, and none to another', async () => {
  const { answers, take, post } = await open();
  await take('first');
  expect(await post('first/response', '1')).toBe(202);
  expect(await post('first/error', '{}')).toBe(400);
  await take('second');
  // What the handler of the first left running must not answer the second.
  expect(await post('first/error', '{}')).toBe(400);
  expect(await post('second/response', '2')).toBe(202);
  expect(answers).toEqual([
    ['first', { kind: 'response', body: '1' }],
    ['second', { kind: 'response', body: '2' }],
  ]);
});

it('answers 413 to a response beyond 6 MB, which fails the invocation', async () => {
  const { answers, take, post } = await open();
  await take('large');
  expect(await post('large/response', 'x'.repeat(20_000_000))).toBe(413);
  expect(answers).toMatchObject([['large', { kind: 'error' }]]);
  expect(answers[0]?.[1].body).toContain('Function.ResponseSizeTooLarge');
});
