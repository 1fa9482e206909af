// #region typed
import { type Client, type ClientOptions, createClient } from '@wayleave/dataverse';
import { type Environment, schema } from './dataverse.ts'; // written by `wayleave types`

export type Dataverse = Client<Environment>;

export function typedClient(options: ClientOptions): Dataverse {
  return createClient({ ...options, schema });
}
// #endregion
