import { BulkError, bulk, createMultiple, updateMultiple, upsertMultiple } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export interface Line {
  readonly number: string;
  readonly name: string;
}

export async function load(
  dataverse: Dataverse,
  lines: AsyncIterable<Line>,
  show: (done: number, rowsPerSecond: number) => void,
  signal: AbortSignal,
) {
  const refused: string[] = [];
  // #region bulk
  const report = await bulk(
    dataverse,
    lines, // pulled as they are needed
    { upsert: 'accounts', key: ({ number }) => ({ accountnumber: number }), body: ({ name }) => ({ name }) },
    {
      onOutcome: (outcome) => {
        if (!outcome.ok) refused.push(`${outcome.row.number}: ${String(outcome.error)}`);
      },
      onProgress: ({ done, rowsPerSecond }) => show(done, rowsPerSecond),
      signal,
    },
  );
  // report: { done, failed, skipped, retried, throttledMs, requests, elapsedMs, resume, ended }
  // #endregion
  return { report, refused };
}

export async function loadInSteps(
  dataverse: Dataverse,
  readLines: () => Iterable<Line>,
  kept: { resume?: string },
) {
  // #region bulk-resume
  try {
    const { resume } = await bulk(
      dataverse,
      readLines(), // the same rows in the same order
      { create: 'accounts', body: ({ number, name }) => ({ accountnumber: number, name }) },
      { by: 'multiple', size: 500, ...kept },
    );
    kept.resume = resume;
  } catch (error) {
    if (!(error instanceof BulkError)) throw error;
    kept.resume = error.report.resume; // JSON text; the next run goes on here
  }
  // #endregion
}

export async function multiple(dataverse: Dataverse) {
  // #region multiple
  const accounts = dataverse.table('accounts');
  const ids = await createMultiple(accounts, [{ name: 'Fabrikam' }, { name: 'Contoso' }]);
  await updateMultiple(
    accounts,
    ids.map((accountid) => ({ accountid, revenue: 0 })),
  );
  await upsertMultiple(accounts, [{ key: { accountnumber: 'A/1' }, row: { name: 'Adatum' } }]);
  // #endregion
  return ids;
}
