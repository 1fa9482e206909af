// What a user writes over the generated module. Compiled and run in a folder of its own, from the packed package.
import { batch, createClient } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import { schema } from './dataverse.js';

const [url = '', authority = ''] = process.argv.slice(2);
const dataverse = createClient({
  url,
  schema,
  credential: clientSecret({
    tenantId: 'contoso.onmicrosoft.com',
    clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    clientSecret: 'a~secret',
    authority,
  }),
});
const videos = dataverse.table('cwl_videos');

const uploaded: string[] = [];
const found = videos
  .select('cwl_name', 'cwl_uploadedon')
  .filter((f) => f.gt('cwl_duration', 4))
  .orderBy('cwl_uploadedon');
for await (const row of found) {
  const moment: Date | null = row.cwl_uploadedon;
  uploaded.push([row.cwl_name, moment?.getUTCFullYear()].join(' '));
}

const id: string = await videos.create({
  cwl_name: 'clip',
  cwl_duration: 4.2,
  cwl_uploadedon: new Date(0),
  'cwl_channel@odata.bind': 'cwl_channels(75df116d-d9da-e711-a94b-000d3a34ed47)',
});
const { cwl_duration } = await videos.get({ cwl_name: 'clip' }, { select: ['cwl_duration'] });
const duration: number | null = cwl_duration;
const counted = await dataverse.function('cwl_Count', { Since: new Date(0) });
const count: number = counted.Count;
await dataverse.action('cwl_Publish', { Name: 'clip' });

// Compiled, and never run: what must not compile.
export async function wrong() {
  // @ts-expect-error There is no such table.
  dataverse.table('cwl_vidoes');
  // @ts-expect-error There is no such column.
  videos.select('cwl_nmae');
  // @ts-expect-error A number is no text.
  await videos.create({ cwl_name: 1 });
  // @ts-expect-error There is no such key.
  await videos.get({ cwl_duration: 1 });
  // @ts-expect-error The parameter is missing.
  await dataverse.action('cwl_Publish', {});
  const requests = batch(dataverse);
  // @ts-expect-error There is no such column in a batch either.
  requests.table('cwl_videos').create({ cwl_nmae: 'x' });
  const row = await videos.get(id, { select: ['cwl_name'] });
  // @ts-expect-error It was not selected.
  return row.cwl_duration;
}

process.stdout.write(JSON.stringify({ uploaded, id, duration, count }));
