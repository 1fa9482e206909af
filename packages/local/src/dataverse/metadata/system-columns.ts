import type { AttributeDefinition, TableDefinition } from './definition.ts';
import { label } from './system-tables.ts';

const own = (
  SchemaName: string,
  AttributeType: string,
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition => ({
  LogicalName: SchemaName.toLowerCase(),
  SchemaName,
  AttributeType,
  IsCustomAttribute: false,
  IsValidForCreate: false,
  IsValidForUpdate: false,
  ...more,
});

const user = (SchemaName: string) => own(SchemaName, 'Lookup', { Targets: ['systemuser'] });
const writable = { IsValidForCreate: true, IsValidForUpdate: true };

const AUDIT = [
  user('CreatedBy'),
  own('CreatedOn', 'DateTime'),
  user('CreatedOnBehalfBy'),
  user('ModifiedBy'),
  own('ModifiedOn', 'DateTime'),
  user('ModifiedOnBehalfBy'),
];

const OWNERSHIP = [
  own('OwnerId', 'Owner', { Targets: ['systemuser'], ...writable }),
  user('OwningUser'),
  own('OwningBusinessUnit', 'Lookup', { Targets: ['businessunit'] }),
  own('OwningTeam', 'Lookup', { Targets: ['team'] }),
];

const STATE = [
  own('StateCode', 'State', {
    ...writable,
    OptionSet: {
      Options: [
        { Value: 0, Label: label('Active') },
        { Value: 1, Label: label('Inactive') },
      ],
    },
  }),
  own('StatusCode', 'Status', {
    ...writable,
    OptionSet: {
      Options: [
        { Value: 1, State: 0, Label: label('Active') },
        { Value: 2, State: 1, Label: label('Inactive') },
      ],
    },
  }),
];

const VERSION = own('VersionNumber', 'BigInt');

/** The columns the server adds to a table, less those its definition already brings. */
export function systemColumns(definition: TableDefinition, custom: boolean): readonly AttributeDefinition[] {
  const wanted = [
    ...(definition.OwnershipType === 'None' ? [] : AUDIT),
    ...(definition.OwnershipType === 'UserOwned' ? OWNERSHIP : []),
    ...(custom ? STATE : []),
    VERSION,
  ];
  const given = new Set(definition.Attributes.map((attribute) => attribute.LogicalName));
  return wanted.filter((attribute) => !given.has(attribute.LogicalName));
}
