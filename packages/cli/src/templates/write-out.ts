import { resolve } from 'node:path';
import type { Desk } from './desk.ts';
import { TemplateFault } from './template-fault.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** Writes what a command made into the file that it was told. Rejects with {@link TemplateFault} `NotWritten`. */
export async function writeOut(file: string, text: string, desk: Desk): Promise<void> {
  await desk.write(resolve(desk.cwd, file), text).catch((cause: unknown) => {
    const isFolder = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const why = isFolder ? 'its folder is not there' : whyUnreadable(cause);
    throw new TemplateFault(
      'NotWritten',
      `${file} could not be written: ${why}.`,
      'Name a file in a folder that is there, and that you may write.',
      cause,
    );
  });
}
