import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createClient } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import { snsHandler, stableId } from '@wayleave/lambda';
import { Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import { clipSource } from './clip-source.ts';
import { probe } from './probe.ts';
import { remux } from './remux.ts';
import { readSettings } from './settings.ts';
import { videoRow } from './video-row.ts';
import { VideoUploaded } from './video-uploaded.ts';

const { dataverseUrl, outputBucket, ...app } = readSettings(process.env);
const s3 = new S3Client({});
const dataverse = createClient({ url: dataverseUrl, credential: clientSecret(app) });

/** Probes an uploaded video, remuxes it and writes what it found to Dataverse as the person who uploaded it. */
export const handler = snsHandler({ message: VideoUploaded }, async (video, { signal, log }) => {
  const source = await clipSource(s3, video, signal);
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA] });
  const facts = await probe(input);
  log.info('probed', { key: video.key, ...facts });

  const body = await remux(input, signal);
  const output = { bucket: outputBucket, key: `${video.key}.fragmented.mp4`, bytes: body.length };
  await s3.send(
    new PutObjectCommand({ Bucket: output.bucket, Key: output.key, Body: body, ContentType: 'video/mp4' }),
    { abortSignal: signal },
  );
  log.info('remuxed', { ...output });

  const inTime = dataverse.with({ signal });
  const user = await inTime.findUser({ email: video.uploadedBy });
  const id = stableId('video', video.bucket, video.key); // the same clip, the same row
  const row = videoRow(facts, video, output);
  await inTime.as(user).table('cwl_videos').upsert(id, row);
  log.info('recorded', { id, as: user.systemuserid });
});
