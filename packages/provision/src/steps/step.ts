import type { Client } from '@wayleave/dataverse';
import type { SetupConfig } from '../config.ts';
import type { GraphClient } from '../graph/graph-client.ts';

/** Each step of the set-up, in the order in which they build on each other. */
export type StepId =
  | 'application'
  | 'service-principal'
  | 'client-secret'
  | 'credential-check'
  | 'security-role'
  | 'role-privileges'
  | 'impersonation-privilege'
  | 'application-user'
  | 'role-assignment';

/** What the steps have found or made so far; each reads what the earlier ones wrote. */
export interface Found {
  applicationObjectId?: string;
  clientId?: string;
  servicePrincipalId?: string;
  /** Known only in the run that made it: Graph never shows a secret again. */
  clientSecret?: string;
  businessUnitId?: string;
  roleId?: string;
  applicationUserId?: string;
}

/** Everything a step may touch. */
export interface StepContext {
  readonly config: SetupConfig;
  readonly graph: GraphClient;
  readonly dataverse: Client;
  /** Asks Entra for a token with a new secret, as the integration will. */
  requestToken(clientId: string, clientSecret: string): Promise<unknown>;
  /** Asks again while the answer may come from a replica that does not know yet what was just made. */
  untilReplicated<T>(ask: () => Promise<T>): Promise<T>;
  readonly now: () => number;
  readonly found: Found;
}

/** What stands there now, against what shall. */
export interface Inspection {
  /** `present`: nothing to do. `absent`: to be made. `different`: to be changed. */
  readonly state: 'present' | 'absent' | 'different';
  /** For a person: `app registration "video-pipeline" (7f1c…)`. */
  readonly detail: string;
}

export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** Steps whose findings this one needs. */
  readonly needs: readonly StepId[];
  inspect(context: StepContext): Promise<Inspection>;
  /** Brings about what `inspect` missed; answers with what was done. */
  change(context: StepContext): Promise<string>;
}
