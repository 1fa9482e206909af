import { BufferTarget, Conversion, type Input, Mp4OutputFormat, Output } from 'mediabunny';

/** The file's tracks cannot be put in an MP4 as they are. */
export class CannotRemuxError extends Error {
  override readonly name = 'CannotRemuxError';
  readonly code = 'ERR_CANNOT_REMUX';
}

/**
 * The same pictures and sound in a fragmented MP4, which plays while it loads. Nothing is decoded, so it
 * takes little time and loses nothing. The result is held in memory. Throws {@link CannotRemuxError}.
 */
export async function remux(input: Input, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented' }), target });
  const conversion = await Conversion.init({ input, output, showWarnings: false });
  if (!conversion.isValid || conversion.discardedTracks.length > 0) {
    const reasons = conversion.discardedTracks.map(({ track, reason }) => `${track.type}: ${reason}`);
    throw new CannotRemuxError(`Tracks that cannot be copied: ${reasons.join(', ') || 'all'}.`);
  }
  const cancel = () => void conversion.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await conversion.execute();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  if (target.buffer === null) throw new CannotRemuxError('The output was not finished.');
  return new Uint8Array(target.buffer);
}
