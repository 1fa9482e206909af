// Written by `wayleave types` from metadata.xml; do not edit.
// Tables: account, contact, systemuser. Relations to others are left out.
import type { EnumMember, Schema } from '@wayleave/dataverse';

type Values<T> = T[keyof T];

/** account.statuscode */
export const AccountStatuscode = { Active: 1, Inactive: 2 } as const;
export type AccountStatuscode = Values<typeof AccountStatuscode>;

/** A row of account, as it is read. */
export interface AccountRow {
  readonly _createdby_value: string | null;
  readonly _primarycontactid_value: string | null;
  readonly accountid: string;
  readonly accountnumber: string | null;
  readonly createdon: Date | null;
  readonly description: string | null;
  readonly name: string | null;
  readonly new_contract: string | null;
  readonly revenue: number | null;
  readonly statuscode: AccountStatuscode | null;
}

export interface AccountUpdate {
  accountnumber?: string | null;
  description?: string | null;
  name?: string | null;
  new_contract?: string | null;
  revenue?: number | null;
  statuscode?: AccountStatuscode | null;
  'primarycontactid@odata.bind'?: string | null;
}

export interface AccountCreate extends AccountUpdate {
  accountid?: string;
  contact_customer_accounts?: readonly ContactCreate[];
  primarycontactid?: ContactCreate;
}

/** account, entity set accounts */
export interface AccountTable {
  row: AccountRow;
  create: AccountCreate;
  update: AccountUpdate;
  id: 'accountid';
  keys: { accountnumber: string };
  navigation: {
    contact_customer_accounts: readonly ContactTable[];
    createdby: SystemuserTable;
    primarycontactid: ContactTable;
  };
  actions: {
    new_Approve: {
      parameters: {
        Note?: string | null;
      };
      result: { readonly value: boolean };
    };
  };
  functions: object;
}

/** A row of contact, as it is read. */
export interface ContactRow {
  readonly _parentcustomerid_value: string | null;
  readonly contactid: string;
  readonly emailaddress1: string | null;
  readonly lastname: string | null;
}

export interface ContactUpdate {
  emailaddress1?: string | null;
  lastname?: string | null;
  'parentcustomerid_account@odata.bind'?: string | null;
}

export interface ContactCreate extends ContactUpdate {
  contactid?: string;
  parentcustomerid_account?: AccountCreate;
}

/** contact, entity set contacts */
export interface ContactTable {
  row: ContactRow;
  create: ContactCreate;
  update: ContactUpdate;
  id: 'contactid';
  keys: never;
  navigation: {
    parentcustomerid_account: AccountTable;
  };
  actions: object;
  functions: object;
}

/** A row of systemuser, as it is read. */
export interface SystemuserRow {
  readonly fullname: string | null;
  readonly internalemailaddress: string | null;
  readonly systemuserid: string;
}

export interface SystemuserUpdate {
  fullname?: string | null;
  internalemailaddress?: string | null;
}

export interface SystemuserCreate extends SystemuserUpdate {
  systemuserid?: string;
}

/** systemuser, entity set systemusers */
export interface SystemuserTable {
  row: SystemuserRow;
  create: SystemuserCreate;
  update: SystemuserUpdate;
  id: 'systemuserid';
  keys: never;
  navigation: object;
  actions: object;
  functions: {
    RetrievePrincipalAccess: {
      parameters: {
        Target: RowLink;
      };
      result: RetrievePrincipalAccessResponse;
    };
  };
}

/** A row by its address: `{ '@odata.id': 'accounts(…)' }`. */
export interface RowLink {
  readonly '@odata.id': string;
}

/** A row by its columns, and where several tables are possible `'@odata.type': 'Microsoft.Dynamics.CRM.account'`. */
export type RowValue = RowLink | { readonly '@odata.type'?: string; readonly [column: string]: unknown };

/** One or several, joined by commas. */
export type AccessRights = 'None' | 'ReadAccess' | 'WriteAccess' | (string & Record<never, never>);

export type EndpointAccessType = 'Default' | 'Internet';

export interface OrganizationDetail {
  readonly FriendlyName: string | null;
  readonly TenantId: string | null;
}

export interface RetrieveCurrentOrganizationResponse {
  readonly Detail: OrganizationDetail;
}

export interface RetrievePrincipalAccessResponse {
  readonly AccessRights: AccessRights;
}

export interface Environment {
  tables: {
    accounts: AccountTable;
    contacts: ContactTable;
    systemusers: SystemuserTable;
  };
  actions: {
    Merge: {
      parameters: {
        Target: RowValue;
        Subordinate: RowValue;
        PerformParentingChecks: boolean;
      };
      result: undefined;
    };
  };
  functions: {
    RetrieveCurrentOrganization: {
      parameters: {
        AccessType: EnumMember<'EndpointAccessType', EndpointAccessType>;
      };
      result: RetrieveCurrentOrganizationResponse;
    };
  };
}

/** For `createClient({ schema })`. */
export const schema: Schema<Environment> = {
  tables: {
    accounts: {
      logicalName: 'account',
      id: 'accountid',
      moments: ['createdon'],
      navigation: {
        contact_customer_accounts: 'contacts',
        createdby: 'systemusers',
        primarycontactid: 'contacts',
      },
    },
    contacts: {
      logicalName: 'contact',
      id: 'contactid',
      moments: [],
      navigation: {
        parentcustomerid_account: 'accounts',
      },
    },
    systemusers: {
      logicalName: 'systemuser',
      id: 'systemuserid',
      moments: [],
      navigation: {},
    },
  },
};
