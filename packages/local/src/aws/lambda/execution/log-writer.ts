import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import { AwsError, type Caller, type Kernel } from '../../service.ts';

/** The log of one execution environment, written with the rights of the execution role. */
export interface LogWriter {
  readonly stream: string;
  add(message: string): void;
  /** Sends what has been added. Settles whether or not the role may write. */
  flush(): Promise<void>;
}

const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const OVERHEAD = 26;

export interface LogWriterOptions {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly group: string;
}

/**
 * Writes to a stream of its own, `YYYY/MM/DD/[$LATEST]<32 hex>`, as the role's session through the kernel.
 * A role without the right loses its logs and the function never hears of it; the refusal is in the Trail.
 */
export function createLogWriter({ kernel, clock, caller, group }: LogWriterOptions): LogWriter {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  let pending: { timestamp: number; message: string }[] = [];
  let pendingBytes = 0;
  let latest = 0;
  let isOpen = false;
  let last = Promise.resolve();

  const call = (operation: string, input: object) => kernel.call(caller, 'cloudwatch-logs', operation, input);

  const make = async (operation: string, input: object): Promise<void> => {
    try {
      await call(operation, input);
    } catch (error) {
      if (codeOf(error) !== 'ResourceAlreadyExistsException') throw error;
    }
  };

  const open = async (): Promise<void> => {
    if (isOpen) return;
    const names = { logGroupName: group, logStreamName: stream };
    try {
      await make('CreateLogStream', names);
    } catch (error) {
      if (codeOf(error) !== 'ResourceNotFoundException') throw error;
      // The stream comes first, so that a role which may not create groups is asked for it only if it must.
      await make('CreateLogGroup', { logGroupName: group });
      await make('CreateLogStream', names);
    }
    isOpen = true;
  };

  const put = async (logEvents: readonly object[]): Promise<void> => {
    const input = { logGroupName: group, logStreamName: stream, logEvents };
    await open();
    try {
      await call('PutLogEvents', input);
    } catch (error) {
      if (codeOf(error) !== 'ResourceNotFoundException') throw error;
      // Somebody deleted the group or the stream: a late log write makes them again.
      isOpen = false;
      await open();
      await call('PutLogEvents', input);
    }
  };

  const send = async (): Promise<void> => {
    const events = pending;
    pending = [];
    pendingBytes = 0;
    if (events.length === 0) return;
    try {
      for (const batch of batches(events)) await put(batch);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  };

  const flush = (): Promise<void> => {
    last = kernel.track(last.then(send));
    return last;
  };

  return {
    stream,
    add(message) {
      latest = Math.max(latest, clock.now());
      for (const part of pieces(message)) pending.push({ timestamp: latest, message: part });
      pendingBytes += message.length;
      // A function that never stops writing must not fill the memory until its time is over.
      if (pendingBytes >= MAX_BYTES) {
        pendingBytes = 0;
        void flush();
      }
    },
    flush,
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AwsError ? error.code : undefined;
}

/** A message that is too long for one event becomes several. */
function pieces(message: string): readonly string[] {
  const limit = MAX_BYTES - OVERHEAD;
  if (Buffer.byteLength(message) <= limit) return [message];
  const parts: string[] = [];
  // Three bytes is the most a code unit can take, so a quarter of the limit always fits.
  const length = Math.floor(limit / 4);
  for (let at = 0; at < message.length; at += length) parts.push(message.slice(at, at + length));
  return parts;
}

function batches<T extends { readonly message: string }>(events: readonly T[]): readonly (readonly T[])[] {
  const all: T[][] = [];
  let batch: T[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + OVERHEAD;
    if (batch.length === MAX_EVENTS || bytes + size > MAX_BYTES) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  all.push(batch);
  return all;
}
