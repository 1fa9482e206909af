import { type BatchEntry, batch } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function sendBatch(dataverse: Dataverse, id: string) {
  // #region batch
  const requests = batch(dataverse);
  const account = requests.table('accounts').get(id, { select: ['name'] });
  const page = requests.query(dataverse.table('contacts').select('lastname').top(10));
  const update = requests.table('accounts').update(id, { revenue: 1 });

  const results = await requests.send({ continueOnError: true });
  const { name } = results.get(account); // throws that request's error
  const outcome = results.outcome(update); // { ok: true, value } or { ok: false, error }
  // #endregion
  return { name, rows: results.get(page).rows, outcome };
}

export async function changeSet(dataverse: Dataverse) {
  // #region change-set
  const requests = batch(dataverse);
  const account = requests.changeSet((set) => {
    const contact = set.table('contacts').create({ lastname: 'Smith' });
    return set.table('accounts').create({ name: 'Fabrikam', 'primarycontactid@odata.bind': contact.ref });
  });
  const id = (await requests.send()).get(account);
  // #endregion
  return id;
}

export async function streamed(dataverse: Dataverse, names: readonly string[]) {
  const failed: string[] = [];
  // #region batch-stream
  const requests = batch(dataverse);
  const entries = new Map<BatchEntry<unknown>, string>();
  for (const name of names) entries.set(requests.table('accounts').create({ name }), name);
  for await (const { entry, ok } of requests.stream({ continueOnError: true })) {
    if (!ok) failed.push(entries.get(entry) ?? '');
  }
  // #endregion
  return failed;
}
