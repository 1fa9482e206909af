import type { AttributeDefinition, LabelDefinition, TableDefinition } from './definition.ts';

export const label = (text: string): LabelDefinition => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
  UserLocalizedLabel: { Label: text, LanguageCode: 1033 },
});

type Extra = Partial<Omit<AttributeDefinition, 'LogicalName' | 'AttributeType'>>;

const column =
  (AttributeType: string) =>
  (SchemaName: string, extra: Extra = {}): AttributeDefinition => ({
    LogicalName: SchemaName.toLowerCase(),
    SchemaName,
    AttributeType,
    IsCustomAttribute: false,
    ...extra,
  });

const id = column('Uniqueidentifier');
const integer = column('Integer');
const flag = column('Boolean');
const date = column('DateTime');
const text = (SchemaName: string, MaxLength: number, extra: Extra = {}) =>
  column('String')(SchemaName, { MaxLength, ...extra });
const lookup = (SchemaName: string, target: string, extra: Extra = {}) =>
  column('Lookup')(SchemaName, { Targets: [target], ...extra });
const choice = (SchemaName: string, options: Readonly<Record<number, string>>, extra: Extra = {}) =>
  column('Picklist')(SchemaName, {
    OptionSet: {
      Options: Object.entries(options).map(([value, name]) => ({ Value: Number(value), Label: label(name) })),
    },
    ...extra,
  });
const readOnly = { IsValidForCreate: false, IsValidForUpdate: false } as const;

const ACCESS_MODES = {
  0: 'Read-Write',
  1: 'Administrative',
  2: 'Read',
  3: 'Support User',
  4: 'Non-interactive',
  5: 'Delegated Admin',
};

const systemUser: TableDefinition = {
  LogicalName: 'systemuser',
  SchemaName: 'SystemUser',
  EntitySetName: 'systemusers',
  PrimaryIdAttribute: 'systemuserid',
  PrimaryNameAttribute: 'fullname',
  OwnershipType: 'BusinessOwned',
  ObjectTypeCode: 8,
  DisplayName: label('User'),
  Attributes: [
    id('SystemUserId'),
    id('OwnerId', readOnly),
    id('ApplicationId'),
    text('ApplicationIdUri', 1024),
    id('AzureActiveDirectoryObjectId'),
    lookup('BusinessUnitId', 'businessunit'),
    text('FullName', 200, readOnly),
    text('FirstName', 256),
    text('LastName', 256),
    text('DomainName', 1024),
    text('InternalEMailAddress', 100),
    text('WindowsLiveID', 1024),
    text('Title', 128),
    text('JobTitle', 100),
    flag('IsDisabled'),
    choice('AccessMode', ACCESS_MODES),
    choice('AzureState', { 0: 'Exists', 1: 'Soft deleted', 2: 'Not found or hard deleted' }, readOnly),
    choice('DeletedState', { 0: 'Not deleted', 1: 'Soft deleted' }, readOnly),
    date('AzureDeletedOn', readOnly),
    integer('CALType'),
    integer('UserLicenseType'),
    flag('IsLicensed', readOnly),
    flag('IsSyncWithDirectory', readOnly),
    flag('SetupUser', readOnly),
    flag('IsIntegrationUser', readOnly),
    integer('IdentityId', readOnly),
    id('OrganizationId', readOnly),
  ],
};

const businessUnit: TableDefinition = {
  LogicalName: 'businessunit',
  SchemaName: 'BusinessUnit',
  EntitySetName: 'businessunits',
  PrimaryIdAttribute: 'businessunitid',
  PrimaryNameAttribute: 'name',
  OwnershipType: 'BusinessOwned',
  ObjectTypeCode: 10,
  DisplayName: label('Business Unit'),
  Attributes: [
    id('BusinessUnitId'),
    text('Name', 160, { RequiredLevel: { Value: 'SystemRequired' } }),
    lookup('ParentBusinessUnitId', 'businessunit'),
    lookup('OrganizationId', 'organization', readOnly),
    flag('IsDisabled', readOnly),
    text('DivisionName', 100),
    text('Description', 2000),
    text('EMailAddress', 100),
    text('CostCenter', 100),
  ],
};

const role: TableDefinition = {
  LogicalName: 'role',
  SchemaName: 'Role',
  EntitySetName: 'roles',
  PrimaryIdAttribute: 'roleid',
  PrimaryNameAttribute: 'name',
  OwnershipType: 'BusinessOwned',
  ObjectTypeCode: 1036,
  DisplayName: label('Security Role'),
  Attributes: [
    id('RoleId'),
    text('Name', 100, { RequiredLevel: { Value: 'SystemRequired' } }),
    lookup('BusinessUnitId', 'businessunit'),
    lookup('ParentRoleId', 'role', readOnly),
    lookup('ParentRootRoleId', 'role', readOnly),
    lookup('RoleTemplateId', 'roletemplate', readOnly),
    choice('IsInherited', {
      0: 'Team privileges only',
      1: 'Direct User (Basic) access level and Team privileges',
    }),
    flag('IsManaged', readOnly),
    text('Description', 2000),
    text('AppliesTo', 2000),
    id('OrganizationId', readOnly),
    id('SolutionId', readOnly),
    integer('ComponentState', readOnly),
  ],
};

const privilege: TableDefinition = {
  LogicalName: 'privilege',
  SchemaName: 'Privilege',
  EntitySetName: 'privileges',
  PrimaryIdAttribute: 'privilegeid',
  PrimaryNameAttribute: 'name',
  OwnershipType: 'None',
  ObjectTypeCode: 1023,
  DisplayName: label('Privilege'),
  Attributes: [
    id('PrivilegeId', readOnly),
    text('Name', 100, readOnly),
    integer('AccessRight', readOnly),
    ...[
      'CanBeBasic',
      'CanBeLocal',
      'CanBeDeep',
      'CanBeGlobal',
      'CanBeEntityReference',
      'CanBeParentEntityReference',
    ].map((name) => flag(name, readOnly)),
  ],
};

const organization: TableDefinition = {
  LogicalName: 'organization',
  SchemaName: 'Organization',
  EntitySetName: 'organizations',
  PrimaryIdAttribute: 'organizationid',
  PrimaryNameAttribute: 'name',
  OwnershipType: 'OrganizationOwned',
  ObjectTypeCode: 1019,
  DisplayName: label('Organization'),
  Attributes: [id('OrganizationId', readOnly), text('Name', 160, readOnly)],
};

const rolePrivileges: TableDefinition = {
  LogicalName: 'roleprivileges',
  SchemaName: 'RolePrivileges',
  EntitySetName: 'roleprivilegescollection',
  PrimaryIdAttribute: 'roleprivilegeid',
  PrimaryNameAttribute: null,
  OwnershipType: 'None',
  ObjectTypeCode: 12,
  IsIntersect: true,
  Attributes: [
    id('RolePrivilegeId', readOnly),
    id('RoleId', readOnly),
    id('PrivilegeId', readOnly),
    integer('PrivilegeDepthMask', readOnly),
  ],
};

const systemUserRoles: TableDefinition = {
  LogicalName: 'systemuserroles',
  SchemaName: 'SystemUserRoles',
  EntitySetName: 'systemuserrolescollection',
  PrimaryIdAttribute: 'systemuserroleid',
  PrimaryNameAttribute: null,
  OwnershipType: 'None',
  ObjectTypeCode: 15,
  IsIntersect: true,
  Attributes: [id('SystemUserRoleId', readOnly), id('SystemUserId', readOnly), id('RoleId', readOnly)],
};

/** The tables every organisation has here, with the columns that server-to-server work touches. */
export const SYSTEM_TABLES: readonly TableDefinition[] = [
  systemUser,
  businessUnit,
  role,
  privilege,
  organization,
  rolePrivileges,
  systemUserRoles,
];

/** The N:N relationships; the navigation property has the same name on both sides. */
export const ASSOCIATIONS = [
  { name: 'systemuserroles_association', intersect: 'systemuserroles', sides: ['systemuser', 'role'] },
  { name: 'roleprivileges_association', intersect: 'roleprivileges', sides: ['role', 'privilege'] },
] as const;
