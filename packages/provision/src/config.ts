/** How far a privilege reaches. https://learn.microsoft.com/power-platform/admin/security-roles-privileges */
export type PrivilegeDepth = 'Basic' | 'Local' | 'Deep' | 'Global';

/** Rights on one table and their depth. */
export interface TablePrivileges {
  readonly create?: PrivilegeDepth;
  readonly read?: PrivilegeDepth;
  readonly write?: PrivilegeDepth;
  readonly delete?: PrivilegeDepth;
  readonly append?: PrivilegeDepth;
  readonly appendTo?: PrivilegeDepth;
  readonly assign?: PrivilegeDepth;
  readonly share?: PrivilegeDepth;
}

/** The Microsoft side of one integration, as it shall be. */
export interface SetupConfig {
  /** The Dataverse environment's URL, e.g. `https://contoso.crm4.dynamics.com`. */
  readonly environment: string;
  readonly app: {
    /** Display name of the app registration; it must be the only one of that name in the tenant. */
    readonly name: string;
    /** Where the browser goes after admin consent; only needed to offer the consent URL. */
    readonly redirectUri?: string;
    readonly secret: {
      /** Display name of the client secret. */
      readonly name: string;
      /** Life of a new secret in days. */
      readonly days: number;
    };
  };
  readonly role: {
    readonly name: string;
    /** By logical table name: `{ systemuser: { read: 'Global' } }`. The role gets these and no others. */
    readonly privileges: Readonly<Record<string, TablePrivileges>>;
    /** Whether the application user may impersonate people (`prvActOnBehalfOfAnotherUser`). */
    readonly actOnBehalf: boolean;
  };
}

/**
 * Types a configuration where it is written.
 *
 * @example
 * export default defineConfig({ environment, app: { name: 'video-pipeline', secret: { name: 'handler', days: 90 } }, role });
 */
export function defineConfig(config: SetupConfig): SetupConfig {
  return config;
}
