import type { TableDefinition } from '@wayleave/local';

const text = (name: string, schemaName: string, maxLength: number) =>
  ({ LogicalName: name, SchemaName: schemaName, AttributeType: 'String', MaxLength: maxLength }) as const;
const whole = (name: string, schemaName: string) =>
  ({ LogicalName: name, SchemaName: schemaName, AttributeType: 'Integer', MinValue: 0 }) as const;
const decimal = (name: string, schemaName: string) =>
  ({
    LogicalName: name,
    SchemaName: schemaName,
    AttributeType: 'Decimal',
    Precision: 3,
    MinValue: 0,
  }) as const;

/**
 * The environment's table for videos, in the form in which Dataverse itself describes one:
 * `GET EntityDefinitions(LogicalName='cwl_video')?$expand=Attributes`.
 */
export const videoTable: TableDefinition = {
  LogicalName: 'cwl_video',
  SchemaName: 'cwl_Video',
  EntitySetName: 'cwl_videos',
  PrimaryIdAttribute: 'cwl_videoid',
  PrimaryNameAttribute: 'cwl_name',
  OwnershipType: 'UserOwned',
  Attributes: [
    { LogicalName: 'cwl_videoid', SchemaName: 'cwl_VideoId', AttributeType: 'Uniqueidentifier' },
    text('cwl_name', 'cwl_Name', 1024),
    text('cwl_source', 'cwl_Source', 1200),
    text('cwl_output', 'cwl_Output', 1200),
    whole('cwl_outputbytes', 'cwl_OutputBytes'),
    decimal('cwl_duration', 'cwl_Duration'),
    text('cwl_codec', 'cwl_Codec', 20),
    text('cwl_codecstring', 'cwl_CodecString', 100),
    whole('cwl_width', 'cwl_Width'),
    whole('cwl_height', 'cwl_Height'),
    whole('cwl_rotation', 'cwl_Rotation'),
    decimal('cwl_framerate', 'cwl_FrameRate'),
    text('cwl_audiocodec', 'cwl_AudioCodec', 20),
    whole('cwl_audiochannels', 'cwl_AudioChannels'),
    whole('cwl_samplerate', 'cwl_SampleRate'),
  ],
};
