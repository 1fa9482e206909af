import { DataverseError, TransportError } from '@wayleave/dataverse';
import { EntraError } from '@wayleave/dataverse/entra';
import type { Dataverse } from './client.ts';

export async function explain(dataverse: Dataverse): Promise<string> {
  // #region errors
  try {
    await dataverse.table('accounts').create({ name: 'Fabrikam' });
    return 'created';
  } catch (error) {
    if (error instanceof DataverseError) {
      const { status, errorCode, serverMessage, hint, requestId } = error;
      return [status, errorCode, serverMessage, hint, requestId].join('\n'); // error.message has all of it
    }
    if (error instanceof EntraError) return `no token: ${error.hint ?? error.message}`; // codes: AADSTS numbers
    if (error instanceof TransportError) return `no answer: ${error.code}`;
    throw error; // a ConfigurationError is a mistake in the program
  }
  // #endregion
}

export async function whatIsMissing(dataverse: Dataverse, id: string) {
  // #region privilege
  try {
    await dataverse.table('accounts').delete(id);
  } catch (error) {
    if (!(error instanceof DataverseError) || error.privilege === undefined) throw error;
    const { name, principalId } = error.privilege; // 'prvDeleteAccount', and who lacks it
    return `${principalId ?? 'The user'} needs ${name}`;
  }
  // #endregion
  return undefined;
}

export async function inTime(dataverse: Dataverse, signal: AbortSignal) {
  // #region deadline
  const soon = dataverse.with({ timeoutMs: 5000, signal }); // token, tries and pauses in all
  const account = await soon.table('accounts').select('name').first();
  // #endregion
  return account;
}
