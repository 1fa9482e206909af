import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCode } from '../functions/code-package.ts';
import type { FunctionRecord } from '../store.ts';

/** Writes the code once for all environments of this state of the function; gives the directory. */
export async function unpackCode(
  workDirectory: string,
  { name, code }: Pick<FunctionRecord, 'name' | 'code'>,
): Promise<string> {
  const parent = join(workDirectory, 'code');
  await mkdir(parent, { recursive: true });
  // Node.js looks upwards for the package.json that says what `.js` means; it must not find one of the host.
  await writeFile(join(parent, 'package.json'), '{"private":true}\n');
  const taskRoot = await mkdtemp(join(parent, `${name}-`));
  await writeCode(code, taskRoot);
  return taskRoot;
}

/** Removes what {@link unpackCode} wrote; that there is nothing to remove is success. */
export async function removeCode(taskRoot: Promise<string>): Promise<void> {
  const directory = await taskRoot.catch(() => undefined);
  if (directory !== undefined) await removeDirectory(directory);
}

/** Removes a directory of local AWS. One that cannot be removed goes with the work directory later. */
export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true }).catch(() => {});
}
