import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { CHANNEL, createOrg, NOBODY, PIPELINE_APP, VIDEO } from './harness.ts';

const corpora = resolve(
  process.env['WAYLEAVE_CORPORA'] ?? join(import.meta.dirname, '../../../../../shared/corpora'),
);

function fixture(name: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(join(corpora, 'dataverse/fixtures', name), 'utf8'));
  } catch {
    return undefined;
  }
}

describe('setting up', () => {
  it('starts in less than 60 ms', () => {
    createOrg({ tables: [], roles: [], users: [] });
    const from = performance.now();
    createOrg({ tables: [], roles: [], users: [] });
    expect(performance.now() - from).toBeLessThan(60);
  });

  it.each([
    ['InvalidTable', { tables: [VIDEO, VIDEO] }],
    ['InvalidTable', { tables: [{ ...CHANNEL, PrimaryIdAttribute: 'nothing' }] }],
    [
      'UnsupportedColumn',
      {
        tables: [
          {
            ...CHANNEL,
            Attributes: [...CHANNEL.Attributes, { LogicalName: 'f', SchemaName: 'f', AttributeType: 'File' }],
          },
        ],
      },
    ],
    ['InvalidRole', { roles: [{ name: 'a', privileges: { prvReadNothing: 'Global' } }], users: [] }],
    ['InvalidRole', { roles: [{ name: 'a', privileges: { prvReadcwl_Channel: 'Basic' } }], users: [] }],
    [
      'InvalidUser',
      { users: [{ fullname: 'A', internalemailaddress: 'a@b.c', entraObjectId: NOBODY, roles: ['none'] }] },
    ],
    ['UnknownApplication', { administrators: [{ applicationId: NOBODY }] }],
  ] as const)('throws %s', (code, options) => {
    expect(() => createOrg(options)).toThrow(expect.objectContaining({ name: 'DataverseSetupError', code }));
  });

  it('gives the same ids in every run', async () => {
    const ids = async () => (await createOrg().dataverse.rows('roles')).map((row) => row['roleid']);
    expect(await ids()).toEqual(await ids());
  });

  it('knows the tables and refuses to make up others', async () => {
    const { dataverse } = createOrg();
    expect(dataverse.metadata.entitySet('cwl_videos')?.navigations.get('cwl_Uploader')?.target).toBe(
      'systemuser',
    );
    await expect(dataverse.rows('nothing')).rejects.toThrow('There is no entity set nothing.');
    expect(await dataverse.rows('systemusers')).toHaveLength(3);
    expect(PIPELINE_APP).toBeTruthy();
  });
});

describe('against recordings of live organisations', () => {
  const user = fixture(
    'terraform/authorization_resource_user_Validate_Create_get_systemuser_00000000-0000-0000-0000-000000000002.json',
  );
  const whoAmI = fixture('docs/whoami.json');
  const missing = user === undefined || whoAmI === undefined;
  if (missing) console.warn(`skipped: no recordings under ${corpora}`);

  it.skipIf(missing)('a user has no property that the recorded user lacks', async () => {
    const { value } = await createOrg().call('systemusers');
    const newer = ['jobtitle', '@odata.etag'];
    const ours = Object.keys(value[0] ?? {}).filter((name) => !newer.includes(name));
    expect(ours.filter((name) => !(name in (user ?? {})))).toEqual([]);
  });

  it.skipIf(missing)('values have the JSON types of the recorded user', async () => {
    const { value } = await createOrg().call("systemusers?$filter=fullname eq 'Adele Vance'");
    for (const [name, ours] of Object.entries(value[0] ?? {})) {
      const theirs = user?.[name];
      if (ours !== null && theirs !== null && theirs !== undefined)
        expect([name, typeof ours]).toEqual([name, typeof theirs]);
    }
  });

  it.skipIf(missing)('WhoAmI has the recorded members', async () => {
    const { json } = await createOrg().call('WhoAmI');
    expect(Object.keys(json)).toEqual(Object.keys(whoAmI ?? {}));
  });
});
