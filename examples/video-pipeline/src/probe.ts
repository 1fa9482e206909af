import type { Input } from 'mediabunny';

/** What is worth knowing of a video before anything is done with it. */
export interface VideoFacts {
  /** Seconds, to the end of the last sample of any track. */
  readonly duration: number;
  /** The name that ffprobe uses too: `h264`, `hevc`, `vp9`. */
  readonly codec: string;
  /** RFC 6381 string, as in `avc1.640015`. */
  readonly codecString: string;
  /** Pixels as coded, before rotation: what ffprobe calls width and height. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise that a player turns the picture. ffprobe counts the other way round. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Frames a second, on average. */
  readonly frameRate: number;
  /** Absent for a silent film. */
  readonly audio?: { readonly codec: string; readonly channels: number; readonly sampleRate: number };
}

/** The file has no picture, or one in a codec that the containers read here do not name. */
export class NotAVideoError extends Error {
  override readonly name = 'NotAVideoError';
  readonly code = 'ERR_NOT_A_VIDEO';
}

/** Reads the facts from a file's index; a whole file is never read. Throws {@link NotAVideoError}. */
export async function probe(input: Input): Promise<VideoFacts> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new NotAVideoError('The file has no video track.');
  const [codec, codecString] = await Promise.all([track.getCodec(), track.getCodecParameterString()]);
  if (codec === null || codecString === null) {
    throw new NotAVideoError('The video track is in a codec that is not known here.');
  }
  const audioTrack = await input.getPrimaryAudioTrack();
  const audioCodec = (await audioTrack?.getCodec()) ?? null;
  const [duration, width, height, rotation, packets] = await Promise.all([
    input.computeDuration(),
    track.getCodedWidth(),
    track.getCodedHeight(),
    track.getRotation(),
    track.computePacketStats(),
  ]);
  return {
    duration: round(duration),
    codec: codec === 'avc' ? 'h264' : codec,
    codecString,
    width,
    height,
    rotation,
    frameRate: round(packets.averagePacketRate),
    ...(audioTrack === null || audioCodec === null
      ? {}
      : {
          audio: {
            codec: audioCodec,
            channels: await audioTrack.getNumberOfChannels(),
            sampleRate: await audioTrack.getSampleRate(),
          },
        }),
  };
}

/** To the thousandth: what is beyond is the arithmetic of time bases. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
