// Written by `wayleave types` from metadata.xml; do not edit.
// Tables: account, contact, feedback, new_gebühr, new_settings, systemuser. Relations to others are
// left out.
import type { EnumMember, Guid, Schema } from '@wayleave/dataverse';

type Values<T> = T[keyof T];

/** account.statuscode */
export const AccountStatuscode = { Active: 1, NotActive: 2 } as const;
export type AccountStatuscode = Values<typeof AccountStatuscode>;

/** global choice new_colour */
export const NewColour = {
  Value_1: -1,
  Käsegelb: 100000000,
  DoctorsGreen: 100000001,
  DoctorsGreen100000002: 100000002,
} as const;
export type NewColour = Values<typeof NewColour>;

/** A row of account, as it is read. */
export interface AccountRow {
  readonly _createdby_value: string | null;
  readonly _ownerid_value: string | null;
  readonly _primarycontactid_value: string | null;
  readonly accountid: string;
  readonly accountnumber: string | null;
  readonly createdon: Date | null;
  readonly donotfax: boolean | null;
  readonly entityimage: string | null;
  readonly lastonholdtime: Date | null;
  readonly name: string | null;
  readonly new_colours: string | null;
  readonly revenue: number | null;
  readonly revenue_base: number | null;
  readonly statuscode: AccountStatuscode | null;
  readonly versionnumber: number | null;
}

export interface AccountUpdate {
  accountnumber?: string | null;
  donotfax?: boolean | null;
  entityimage?: string | null;
  name?: string | null;
  new_colours?: string | null;
  revenue?: number | null;
  statuscode?: AccountStatuscode | null;
  'ownerid@odata.bind'?: string | null;
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
    Approve: {
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
  readonly birthdate: string | null;
  readonly contactid: string;
  readonly fullname: string | null;
  readonly lastname: string | null;
  readonly modifiedon: Date | null;
}

export interface ContactUpdate {
  birthdate?: string | null;
  lastname?: string | null;
  'parentcustomerid_account@odata.bind'?: string | null;
  'parentcustomerid_contact@odata.bind'?: string | null;
}

export interface ContactCreate extends ContactUpdate {
  contactid?: string;
  account_primary_contact?: readonly AccountCreate[];
  contact_customer_contacts?: readonly ContactCreate[];
  parentcustomerid_account?: AccountCreate;
  parentcustomerid_contact?: ContactCreate;
}

/** contact, entity set contacts */
export interface ContactTable {
  row: ContactRow;
  create: ContactCreate;
  update: ContactUpdate;
  id: 'contactid';
  keys: never;
  navigation: {
    account_primary_contact: readonly AccountTable[];
    contact_customer_contacts: readonly ContactTable[];
    parentcustomerid_account: AccountTable;
    parentcustomerid_contact: ContactTable;
  };
  actions: object;
  functions: object;
}

/** A row of feedback, as it is read. */
export interface FeedbackRow {
  readonly _regardingobjectid_value: string | null;
  readonly feedbackid: string;
  readonly title: string | null;
}

export interface FeedbackUpdate {
  title?: string | null;
  'FeedbackId@odata.bind'?: string | null;
}

export interface FeedbackCreate extends FeedbackUpdate {
  feedbackid?: string;
  FeedbackId?: FeedbackCreate;
  feedback_feedback?: readonly FeedbackCreate[];
}

/** feedback, entity set feedback */
export interface FeedbackTable {
  row: FeedbackRow;
  create: FeedbackCreate;
  update: FeedbackUpdate;
  id: 'feedbackid';
  keys: never;
  navigation: {
    FeedbackId: FeedbackTable;
    feedback_feedback: readonly FeedbackTable[];
  };
  actions: object;
  functions: object;
}

/** A row of new_gebühr, as it is read. */
export interface NewGebührRow {
  readonly new_gebührid: string;
  readonly new_größe: number | null;
}

export interface NewGebührUpdate {
  new_größe?: number | null;
}

export interface NewGebührCreate extends NewGebührUpdate {
  new_gebührid?: string;
}

/** new_gebühr, entity set new_gebührs */
export interface NewGebührTable {
  row: NewGebührRow;
  create: NewGebührCreate;
  update: NewGebührUpdate;
  id: 'new_gebührid';
  keys: never;
  navigation: object;
  actions: object;
  functions: object;
}

/** A row of new_settings, as it is read. */
export interface NewSettingsRow {
  readonly new_kind: EndpointAccessType;
  readonly new_label: Label | null;
  readonly new_settingsid: string;
  readonly [column: string]: unknown;
}

export interface NewSettingsUpdate {
  new_kind?: EndpointAccessType;
  new_label?: Label | null;
  readonly [column: string]: unknown;
}

export interface NewSettingsCreate extends NewSettingsUpdate {
  new_settingsid?: string;
  readonly [column: string]: unknown;
}

/** new_settings, entity set new_settingses */
export interface NewSettingsTable {
  row: NewSettingsRow;
  create: NewSettingsCreate;
  update: NewSettingsUpdate;
  id: 'new_settingsid';
  keys: never;
  navigation: object;
  actions: object;
  functions: object;
}

/** A row of systemuser, as it is read. */
export interface SystemuserRow {
  readonly fullname: string | null;
  readonly isdisabled: boolean | null;
  readonly ownerid: string;
  readonly systemuserid: string;
}

export interface SystemuserUpdate {
  isdisabled?: boolean | null;
}

export interface SystemuserCreate extends SystemuserUpdate {
  systemuserid?: string;
  owner_accounts?: readonly AccountCreate[];
}

/** systemuser, entity set systemusers */
export interface SystemuserTable {
  row: SystemuserRow;
  create: SystemuserCreate;
  update: SystemuserUpdate;
  id: 'systemuserid';
  keys: never;
  navigation: {
    lk_account_createdby: readonly AccountTable[];
    owner_accounts: readonly AccountTable[];
  };
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

/** A row in the answer of an action or function: dates are text there, and columns may be missing. */
export type Sent<R> = { readonly [C in keyof R]?: Date extends R[C] ? string | null : R[C] };

/** One or several, joined by commas. */
export type AccessRights = 'None' | 'ReadAccess' | 'WriteAccess' | (string & Record<never, never>);

export type EndpointAccessType = 'Default' | 'Internet';

export interface FetchExpression extends QueryBase {
  readonly Query?: string | null;
}

export interface Label {
  readonly LocalizedLabels?: readonly LocalizedLabel[] | null;
  readonly UserLocalizedLabel?: LocalizedLabel | null;
}

export interface LocalizedLabel {
  readonly Label?: string | null;
  readonly LanguageCode: number;
}

export interface Object2 {
  readonly Value: string;
}

export interface OrganizationDetail {
  readonly FriendlyName: string | null;
  readonly Since: string | null;
  readonly Settings: readonly Object2[] | null;
  readonly Owner: Sent<SystemuserRow> | null;
}

export interface QueryBase {
  readonly '@odata.type'?: string;
}

export interface RetrievePrincipalAccessResponse {
  readonly AccessRights: AccessRights | null;
}

export interface WhoAmIResponse {
  readonly UserId: string;
}

export interface Environment {
  tables: {
    accounts: AccountTable;
    contacts: ContactTable;
    feedback: FeedbackTable;
    new_gebührs: NewGebührTable;
    new_settingses: NewSettingsTable;
    systemusers: SystemuserTable;
  };
  actions: {
    CloseDeal: {
      parameters: {
        Target: RowValue;
        Customer: AccountCreate | RowLink;
        ClosedOn: Date;
        Ids: readonly string[];
        Access: EndpointAccessType;
        Words?: readonly LocalizedLabel[] | null;
        Query?: QueryBase | FetchExpression | null;
      };
      result: undefined;
    };
  };
  functions: {
    CalculateRollupField: {
      parameters: {
        Target: RowLink;
        FieldName: string;
        RowId?: Guid | null;
      };
      result: { readonly value: readonly Sent<AccountRow>[] };
    };
    Convert:
      | {
          parameters: {
            Amount: number;
          };
          result: { readonly value: number };
        }
      | {
          parameters: {
            Since: Date;
          };
          result: { readonly value: string };
        };
    RetrieveCurrentOrganization: {
      parameters: {
        AccessType: EnumMember<'EndpointAccessType', EndpointAccessType>;
      };
      result: OrganizationDetail;
    };
    WhoAmI: {
      parameters: Readonly<Record<string, never>>;
      result: WhoAmIResponse;
    };
  };
}

/** For `createClient({ schema })`. */
export const schema: Schema<Environment> = {
  tables: {
    accounts: {
      logicalName: 'account',
      id: 'accountid',
      moments: ['createdon', 'lastonholdtime'],
      navigation: {
        contact_customer_accounts: 'contacts',
        createdby: 'systemusers',
        primarycontactid: 'contacts',
      },
    },
    contacts: {
      logicalName: 'contact',
      id: 'contactid',
      moments: ['modifiedon'],
      navigation: {
        account_primary_contact: 'accounts',
        contact_customer_contacts: 'contacts',
        parentcustomerid_account: 'accounts',
        parentcustomerid_contact: 'contacts',
      },
    },
    feedback: {
      logicalName: 'feedback',
      id: 'feedbackid',
      moments: [],
      navigation: {
        FeedbackId: 'feedback',
        feedback_feedback: 'feedback',
      },
    },
    new_gebührs: {
      logicalName: 'new_gebühr',
      id: 'new_gebührid',
      moments: [],
      navigation: {},
    },
    new_settingses: {
      logicalName: 'new_settings',
      id: 'new_settingsid',
      moments: [],
      navigation: {},
    },
    systemusers: {
      logicalName: 'systemuser',
      id: 'systemuserid',
      moments: [],
      navigation: {
        lk_account_createdby: 'accounts',
        owner_accounts: 'accounts',
      },
    },
  },
};
