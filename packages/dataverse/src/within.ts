import { TransportError } from './transport/transport-error.ts';

/**
 * What `work` gives before `outer` is aborted or the time is up; its signal tells it of both. Work that heeds that
 * answers first; who waits for work that does not is let go all the same. `late` makes the error when it was the time.
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  late: (cause: unknown) => Error,
): Promise<T> {
  const ending = new AbortController();
  const { signal } = ending;
  let isLate = false;
  const letGo = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      const words = "The wait was ended by the caller's signal.";
      setTimeout(reject, 0, new TransportError('ERR_TRANSPORT_ABORTED', words, { cause: signal.reason }));
    });
  });
  const onOuter = () => ending.abort(outer?.reason);
  const onTime = () => {
    isLate = true;
    ending.abort();
  };
  const timer = Number.isFinite(ms) ? setTimeout(onTime, ms) : undefined;
  outer?.addEventListener('abort', onOuter);
  if (outer?.aborted) onOuter();
  try {
    return await Promise.race([work(signal), letGo]);
  } catch (cause) {
    throw isLate ? late(cause) : cause;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onOuter);
  }
}
