import { readFile } from 'node:fs/promises';
import { BufferSource, Input, MP4, QTFF } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { probe } from '../src/probe.ts';
import { remux } from '../src/remux.ts';

const clip = await readFile(new URL('../clip/clip.mp4', import.meta.url));
const inputOf = (bytes: Uint8Array) => new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF] });

describe('the clip', () => {
  it('is probed as it was made, with the rotation clockwise', async () => {
    expect(await probe(inputOf(clip))).toEqual({
      duration: 4.2,
      codec: 'h264',
      codecString: 'avc1.64001e',
      width: 640,
      height: 360,
      rotation: 270,
      frameRate: 25,
      audio: { codec: 'aac', channels: 1, sampleRate: 48_000 },
    });
  });

  it('is remuxed to fragments that start at once, with nothing lost', async () => {
    const output = await remux(inputOf(clip), new AbortController().signal);
    const boxes = topLevelBoxes(output);
    expect(boxes.slice(0, 3)).toEqual(['ftyp', 'moov', 'moof']);
    const { rotation, width, height, codec, frameRate } = await probe(inputOf(output));
    expect({ rotation, width, height, codec, frameRate }).toEqual({
      rotation: 270,
      width: 640,
      height: 360,
      codec: 'h264',
      frameRate: 25,
    });
  });

  it('stops remuxing when it is told to', async () => {
    await expect(remux(inputOf(clip), AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('is refused when it is cut short or no video at all', async () => {
    for (const bytes of [clip.subarray(0, 1000), Buffer.from('<html>'), Buffer.alloc(64)]) {
      await expect(probe(inputOf(bytes))).rejects.toThrow();
    }
  });
});

function topLevelBoxes(bytes: Uint8Array): string[] {
  const view = Buffer.from(bytes);
  const names: string[] = [];
  for (let at = 0; at < view.length; at += view.readUInt32BE(at))
    names.push(view.toString('latin1', at + 4, at + 8));
  return names;
}
