import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { deleteFile, downloadFile, FileError, type UploadResume, uploadFile } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function upAndDown(dataverse: Dataverse, id: string, path: string) {
  // #region file
  const accounts = dataverse.table('accounts');
  const file = await openAsBlob(path); // read from disk as it is sent
  await uploadFile(accounts, id, 'new_contract', file, { name: 'contract.pdf' });

  const { body, size, name } = await downloadFile(accounts, id, 'new_contract');
  await pipeline(body, createWriteStream(`${path}.copy`)); // two ranges of 4 MiB in memory at most
  await deleteFile(accounts, id, 'new_contract');
  // #endregion
  return { size, name };
}

export async function uploadResumably(
  dataverse: Dataverse,
  id: string,
  path: string,
  size: number,
  kept: { resume?: UploadResume },
) {
  // #region upload-resume
  const accounts = dataverse.table('accounts');
  const bytes = (start: number) => createReadStream(path, { start });
  try {
    await uploadFile(accounts, id, 'new_contract', bytes, { name: 'contract.pdf', size, ...kept });
  } catch (error) {
    if (!(error instanceof FileError) || error.resume === undefined) throw error;
    kept.resume = error.resume; // plain data with a secret in it: keep it as one
  }
  // #endregion
}
