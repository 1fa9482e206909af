import type { VideoFacts } from './probe.ts';

/** A row of the table `cwl_video`, in the Web API's form. */
export function videoRow(
  facts: VideoFacts,
  clip: { readonly bucket: string; readonly key: string },
  output: { readonly bucket: string; readonly key: string; readonly bytes: number },
): Record<string, string | number | null> {
  return {
    cwl_name: clip.key,
    cwl_source: `s3://${clip.bucket}/${clip.key}`,
    cwl_output: `s3://${output.bucket}/${output.key}`,
    cwl_outputbytes: output.bytes,
    cwl_duration: facts.duration,
    cwl_codec: facts.codec,
    cwl_codecstring: facts.codecString,
    cwl_width: facts.width,
    cwl_height: facts.height,
    cwl_rotation: facts.rotation,
    cwl_framerate: facts.frameRate,
    cwl_audiocodec: facts.audio?.codec ?? null,
    cwl_audiochannels: facts.audio?.channels ?? null,
    cwl_samplerate: facts.audio?.sampleRate ?? null,
  };
}
