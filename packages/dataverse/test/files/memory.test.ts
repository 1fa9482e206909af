import { describe, expect, it } from 'vitest';
import { downloadFile } from '../../src/files/download.ts';
import { uploadFile } from '../../src/files/upload.ts';
import { ID } from '../support/client.ts';
import { contentStream, isContent } from './support/content.ts';
import { filesAt } from './support/file-server.ts';

const MIB = 1024 * 1024;
const size = 300 * MIB;

describe('300 MiB', () => {
  it('go up and down, and never are in memory', async () => {
    const { accounts, state } = await filesAt();
    const before = process.memoryUsage();
    let most = 0;
    const measure = () => {
      const { heapUsed, external, rss } = process.memoryUsage();
      expect(heapUsed - before.heapUsed).toBeLessThan(64 * MIB);
      expect(rss - before.rss).toBeLessThan(220 * MIB);
      most = Math.max(most, external - before.external);
    };

    const name = 'film.mp4';
    const source = contentStream(size, [65_536]);
    const sent = await uploadFile(accounts, ID, 'new_file', source, { name, size, onProgress: measure });
    expect(sent).toEqual({ size, chunks: 75 });
    expect(state).toMatchObject({ file: { name, size }, bytesRead: size, wrongBytes: 0 });

    let position = 0;
    const { body } = await downloadFile(accounts, ID, 'new_file');
    for await (const piece of body) {
      if (!isContent(piece, position)) throw new Error(`wrong bytes at ${position}`);
      position += piece.length;
      measure();
    }
    expect(position).toBe(size);
    expect(most).toBeLessThan(200 * MIB);
  });
});
