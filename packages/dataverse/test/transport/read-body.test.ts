import { describe, expect, it } from 'vitest';
import { readText } from '../../src/transport/read-body.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejection } from '../support/entra.ts';

const bytes = new TextEncoder().encode('\uFEFFMünchen €😀');
const answer = (body: Uint8Array | AsyncIterable<Uint8Array>) => ({ status: 200, headers: {}, body });

async function* oneByOne(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1) yield bytes.subarray(at, at + 1);
}

async function* broken(error: Error): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw error;
}

describe('readText', () => {
  it('reads UTF-8 and drops the byte order mark', async () => {
    expect(await readText(answer(bytes))).toBe('München €😀');
    expect(await readText(answer(Buffer.from(bytes)))).toBe('München €😀');
  });

  it('reads a stream, wherever it is cut', async () => {
    expect(await readText(answer(oneByOne()))).toBe('München €😀');
  });

  it('reports a stream that breaks', async () => {
    const own = new TransportError('ERR_TRANSPORT_TIMEOUT', 'late');
    expect(await rejection(readText(answer(broken(own))))).toBe(own);
    expect(await rejection(readText(answer(broken(new Error('cut')))))).toMatchObject({
      code: 'ERR_TRANSPORT_NETWORK',
      cause: { message: 'cut' },
    });
  });
});
