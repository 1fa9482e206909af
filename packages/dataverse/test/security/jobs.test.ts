import { bulk, uploadFile } from '@wayleave/dataverse';
import { metadata } from '@wayleave/dataverse/metadata';
import { describe, expect, it } from 'vitest';
import { bulkClient, type Fault, numbered, scriptedClient, storedOnce } from '../bulk/support/service.ts';
import { content } from '../files/support/content.ts';
import { filesAt } from '../files/support/file-server.ts';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

describe('a service that asks a job to wait for days', () => {
  it.each(['1000000000', '9'.repeat(400), 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'ends it, to be resumed later: %s',
    async (retryAfter) => {
      const faults: Fault[] = [...Array<Fault>(5).fill('none'), 'throttled'];
      const { client, service, time } = await bulkClient({ faults, throttle: { retryAfter } });
      const error = await rejection(bulk(client, numbered(20), { create: 'accounts' }));
      expect(error).toMatchObject({ code: 'ERR_DATAVERSE_BULK', cause: { status: 429 } });
      expect(time.sleeps).toEqual([]);
      const { resume } = (error as { report: { resume: string } }).report;
      await bulk(client, numbered(20), { create: 'accounts' }, { resume });
      expect(storedOnce(service, 20)).toBe(true);
    },
  );

  it('is heeded up to an hour', async () => {
    const { client, time } = await bulkClient({ faults: ['throttled'], throttle: { retryAfter: '3600' } });
    expect(await bulk(client, numbered(1), { create: 'accounts' })).toMatchObject({ ended: 'complete' });
    expect(time.sleeps).toEqual([3_600_000]);
  });
});

describe('a job whose callbacks fail', () => {
  it('ends when onProgress is async and rejects', async () => {
    const { client } = scriptedClient();
    const full = new Error('disk full');
    const onProgress = async () => {
      throw full;
    };
    const options = { onProgress, progressMs: 0 };
    const error = await rejection(bulk(client, numbered(500), { create: 'accounts' }, options));
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_BULK', cause: full });
  });

  it('ends when rows abort it and then never come', async () => {
    const { client } = scriptedClient();
    const end = new AbortController();
    const rows: AsyncIterable<object> = {
      [Symbol.asyncIterator]: () => ({
        next() {
          end.abort();
          return new Promise<never>(() => {});
        },
      }),
    };
    const report = await bulk(client, rows, { create: 'accounts' }, { signal: end.signal });
    expect(report).toMatchObject({ done: 0, ended: 'signal' });
  });

  it.each([{ job: { toString: 1, valueOf: 1 } }, { job: 7 }, {}])(
    'refuses a token whose job is no text: %o',
    async (change) => {
      const { client } = scriptedClient();
      const { resume } = await bulk(client, [], { create: 'accounts' });
      const { job: _, ...others } = JSON.parse(resume) as Record<string, unknown>;
      const token = JSON.stringify({ ...others, ...change });
      const error = await rejection(bulk(client, [], { create: 'accounts' }, { resume: token }));
      expect(error).toMatchObject({ code: 'ERR_DATAVERSE_ARGUMENT' });
    },
  );
});

describe('an upload whose onProgress throws', () => {
  const size = 50_000;
  const failAt = (at: number) => {
    const failed = new Error('cannot draw');
    const onProgress = ({ sent }: { readonly sent: number }) => {
      if (sent === at) throw failed;
    };
    return { failed, options: { name: 'a.bin', size, chunkSize: 20_000, onProgress } };
  };

  it('at the end is not told to be resumed: the file is stored', async () => {
    const { accounts, state } = await filesAt();
    const { failed, options } = failAt(size);
    expect(await rejection(uploadFile(accounts, ID, 'new_file', content(0, size), options))).toBe(failed);
    expect(state.file).toMatchObject({ size });
  });

  it('in between can be resumed', async () => {
    const { accounts, state } = await filesAt();
    const { options } = failAt(40_000);
    const error = await rejection(uploadFile(accounts, ID, 'new_file', content(0, size), options));
    const { resume } = error as { resume: NonNullable<Parameters<typeof uploadFile>[4]['resume']> };
    const { onProgress: _, ...others } = options;
    await uploadFile(accounts, ID, 'new_file', content(0, size), { ...others, resume });
    expect(state).toMatchObject({ file: { size }, wrongBytes: 0 });
  });
});

describe('an upload whose stream cannot be read up to where it goes on', () => {
  it.each(['too short', 'broken'])('closes it: %s', async (kind) => {
    const { accounts } = await filesAt();
    const abort = new AbortController();
    const options = { name: 'a.bin', size: 50_000, chunkSize: 20_000 };
    const onProgress = () => abort.abort();
    const interrupted = await rejection(
      uploadFile(accounts, ID, 'new_file', content(0, 50_000), {
        ...options,
        onProgress,
        signal: abort.signal,
      }),
    );
    const { resume } = interrupted as { resume: NonNullable<Parameters<typeof uploadFile>[4]['resume']> };
    let isClosed = false;
    const stream = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({
          value: kind === 'broken' ? ('text' as never) : new Uint8Array(0),
          done: kind !== 'broken',
        }),
        return: async () => {
          isClosed = true;
          return { value: undefined, done: true as const };
        },
      }),
    };
    expect(
      await rejection(uploadFile(accounts, ID, 'new_file', stream, { ...options, resume })),
    ).toMatchObject({
      code: kind === 'broken' ? 'ERR_DATAVERSE_ARGUMENT' : 'ERR_DATAVERSE_FILE_SIZE',
    });
    expect(isClosed).toBe(kind === 'broken');
  });
});

describe('a column whose type is none', () => {
  it.each(['#../../../../../x', '#Microsoft.Dynamics.CRM.A/../../B', '?x', 7, { a: 1 }])(
    'does not lead elsewhere: %o',
    async (type) => {
      const { client, server } = await clientTo(({ method }) =>
        method === 'GET' ? { body: { '@odata.type': type, MetadataId: ID } } : { status: 204 },
      );
      await metadata(client).updateColumn('account', 'name', { IsSecured: true });
      const path = "/api/data/v9.2/EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')";
      expect(server.requests.map((request) => request.path)).toEqual([
        `${path}?$select=LogicalName`,
        path,
        path,
      ]);
    },
  );
});
