import { type Client, odata } from '@wayleave/dataverse';
import type { UploadedClip } from './send.ts';

/** The video's record as Dataverse has it, with who wrote it, and for whom. */
export interface VideoRecord {
  readonly id: string;
  readonly rows: number;
  readonly source: string;
  readonly output: string;
  readonly duration: number;
  readonly codec: string;
  readonly codecString: string;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly frameRate: number;
  readonly audio: { readonly codec: string; readonly channels: number; readonly sampleRate: number } | null;
  readonly createdBy: { readonly id: string; readonly email: string };
  readonly createdOnBehalfBy: { readonly id: string; readonly applicationId: string } | null;
}

interface Row {
  readonly [column: string]: unknown;
  readonly createdby: { readonly systemuserid: string; readonly internalemailaddress: string };
  readonly createdonbehalfby: { readonly systemuserid: string; readonly applicationid: string } | null;
}

/** Reads the record back as the administrator; undefined if there is none. */
export async function readBack(dataverse: Client, clip: UploadedClip): Promise<VideoRecord | undefined> {
  const query = dataverse
    .table('cwl_videos')
    .filter(odata`cwl_source eq ${`s3://${clip.bucket}/${clip.key}`}`)
    .expand(
      'createdby($select=systemuserid,internalemailaddress),createdonbehalfby($select=systemuserid,applicationid)',
    );
  const rows: Row[] = [];
  // The client types rows as plain records; the expanded columns are the ones asked for above.
  for await (const row of query) rows.push(row as unknown as Row);
  const [row] = rows;
  if (row === undefined) return undefined;
  const number = (column: string) => Number(row[column]);
  const text = (column: string) => {
    const value = row[column];
    return typeof value === 'string' ? value : '';
  };
  return {
    id: text('cwl_videoid'),
    rows: rows.length,
    source: text('cwl_source'),
    output: text('cwl_output'),
    duration: number('cwl_duration'),
    codec: text('cwl_codec'),
    codecString: text('cwl_codecstring'),
    width: number('cwl_width'),
    height: number('cwl_height'),
    rotation: number('cwl_rotation'),
    frameRate: number('cwl_framerate'),
    audio:
      row['cwl_audiocodec'] === null
        ? null
        : {
            codec: text('cwl_audiocodec'),
            channels: number('cwl_audiochannels'),
            sampleRate: number('cwl_samplerate'),
          },
    createdBy: { id: row.createdby.systemuserid, email: row.createdby.internalemailaddress },
    createdOnBehalfBy:
      row.createdonbehalfby === null
        ? null
        : { id: row.createdonbehalfby.systemuserid, applicationId: row.createdonbehalfby.applicationid },
  };
}
