import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UploadResume } from '@wayleave/dataverse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { upAndDown, uploadResumably } from '../src/files.ts';
import { type Answer, type Arrived, asked, ID, scripted } from './support/scripted.ts';

const CHUNK = 4_194_304;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'wayleave-guide-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe('a file column', () => {
  it('takes a small file in one request, gives it range by range, and is emptied', async () => {
    const path = join(await folder(), 'contract.pdf');
    await writeFile(path, 'The contract.');
    const { dataverse, server } = await scripted(({ method }, response) => {
      if (method !== 'GET') return { status: 204 };
      response.writeHead(206, {
        'content-range': 'bytes 0-12/13',
        'x-ms-file-size': '13',
        'x-ms-file-name': 'contract.pdf',
      });
      response.end('The contract.');
      return undefined;
    });
    expect(await upAndDown(dataverse, ID, path)).toEqual({ size: 13, name: 'contract.pdf' });
    expect(await readFile(`${path}.copy`, 'utf8')).toBe('The contract.');
    expect(server.requests[0]).toMatchObject({
      body: 'The contract.',
      headers: { 'content-type': 'application/octet-stream', 'x-ms-file-name': 'contract.pdf' },
    });
    expect(server.requests[1]?.headers['range']).toBe(`bytes=0-${CHUNK - 1}`);
    expect(asked(server)).toEqual([
      `PATCH accounts(${ID})/new_contract`,
      `GET accounts(${ID})/new_contract/$value`,
      `DELETE accounts(${ID})/new_contract`,
    ]);
  });

  it('takes a large one in chunks, and the rest of it after an interruption', async () => {
    const path = join(await folder(), 'contract.pdf');
    const size = 2 * CHUNK + 5;
    await writeFile(path, 'x'.repeat(size));
    let isDown = true;
    const ranges: string[] = [];
    const { dataverse } = await scripted(
      ({ headers, path: url }: Arrived): Answer => {
        if (headers['x-ms-transfer-mode'] === 'chunked') {
          const location = `http://${headers.host}${url.split('?')[0]}?sessiontoken=abc`;
          return { status: 200, headers: { location, 'x-ms-chunk-size': `${CHUNK}` } };
        }
        const range = String(headers['content-range']);
        if (isDown && !range.startsWith('bytes 0-')) return { status: 503 };
        ranges.push(range);
        return { status: range.includes(`-${size - 1}/`) ? 204 : 206 };
      },
      { sleep: async () => {} },
    );
    const kept: { resume?: UploadResume } = {};
    await uploadResumably(dataverse, ID, path, size, kept);
    expect(kept.resume).toMatchObject({ next: CHUNK });
    isDown = false;
    await uploadResumably(dataverse, ID, path, size, kept);
    expect(ranges).toEqual([
      `bytes 0-${CHUNK - 1}/${size}`,
      `bytes ${CHUNK}-${2 * CHUNK - 1}/${size}`,
      `bytes ${2 * CHUNK}-${size - 1}/${size}`,
    ]);
  });
});
