import type { SeedRole, SeedUser, TableDefinition } from '@wayleave/local';

const label = (text: string) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
  UserLocalizedLabel: { Label: text, LanguageCode: 1033 },
});
const column = (SchemaName: string, AttributeType: string, more: object = {}) => ({
  LogicalName: SchemaName.toLowerCase(),
  SchemaName,
  AttributeType,
  ...more,
});

export const account: TableDefinition = {
  LogicalName: 'account',
  SchemaName: 'Account',
  EntitySetName: 'accounts',
  PrimaryIdAttribute: 'accountid',
  PrimaryNameAttribute: 'name',
  OwnershipType: 'UserOwned',
  Attributes: [
    column('AccountId', 'Uniqueidentifier'),
    column('AccountNumber', 'String', { MaxLength: 20 }),
    column('Name', 'String', { MaxLength: 160 }),
    column('Description', 'Memo', { MaxLength: 2000 }),
    column('Revenue', 'Decimal', { Precision: 2, MinValue: 0 }),
    column('new_Contract', 'Uniqueidentifier'),
    column('PrimaryContactId', 'Lookup', { Targets: ['contact'] }),
    column('StatusCode', 'Status', {
      OptionSet: {
        Options: [
          { Value: 1, State: 0, Label: label('Active') },
          { Value: 2, State: 1, Label: label('Inactive') },
        ],
      },
    }),
  ],
  Keys: [{ LogicalName: 'number', KeyAttributes: ['accountnumber'] }],
};

export const contact: TableDefinition = {
  LogicalName: 'contact',
  SchemaName: 'Contact',
  EntitySetName: 'contacts',
  PrimaryIdAttribute: 'contactid',
  PrimaryNameAttribute: 'lastname',
  OwnershipType: 'UserOwned',
  Attributes: [
    column('ContactId', 'Uniqueidentifier'),
    column('LastName', 'String', { MaxLength: 50 }),
    column('EMailAddress1', 'String', { MaxLength: 100 }),
  ],
};

export const sales: SeedRole = {
  name: 'Sales',
  privileges: {
    prvReadUser: 'Global',
    prvCreateAccount: 'Basic',
    prvReadAccount: 'Basic',
    prvWriteAccount: 'Basic',
  },
};

export const nuala: SeedUser = {
  fullname: "Nuala O'Brien",
  internalemailaddress: "o'brien@example.com",
  entraObjectId: '0b9a3c52-5d1e-4c0b-9a7e-6f3d2c1b0a91',
  roles: [sales.name],
};
