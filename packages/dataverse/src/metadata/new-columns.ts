import { badArgument } from '../errors/configuration-error.ts';
import { isGuid } from '../guid.ts';
import { formatKey } from '../odata/key.ts';
import type { RequiredLevel } from './definitions.ts';
import type { Label } from './labels.ts';

/** What every new column has. */
export interface ColumnOptions {
  /** With the publisher's prefix: `new_Balance`. The logical name is the same in lower case. */
  readonly schemaName: string;
  readonly displayName: Label;
  readonly description?: Label;
  /** `None` by default. */
  readonly required?: Exclude<RequiredLevel, 'SystemRequired'>;
}

/** A column to create, as the service takes it; other members of its type may be added. */
export interface NewColumn {
  readonly '@odata.type': string;
  readonly SchemaName: string;
  readonly [member: string]: unknown;
}

/** An option of a choice. Without `value` the service numbers it by the publisher's prefix. */
export interface NewOption {
  readonly label: Label;
  readonly value?: number;
  readonly description?: Label;
  /** `#ff0000` */
  readonly color?: string;
}

/** Options of the column's own, or a global choice by name or MetadataId. */
export type OptionsOrChoice =
  | { readonly options: readonly NewOption[]; readonly globalChoice?: never }
  | { readonly globalChoice: string; readonly options?: never };

/**
 * A column for one line of text, 100 characters by default.
 *
 * @example
 * await meta.createColumn('account', textColumn({ schemaName: 'new_Code', displayName: label('Code', 1033) }));
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api
 */
export function textColumn(
  options: ColumnOptions & {
    readonly maxLength?: number;
    readonly format?: 'Text' | 'Email' | 'Url' | 'Phone' | 'TextArea' | 'TickerSymbol';
    /** `INV-{SEQNUM:5}` has the service number the rows. */
    readonly autoNumber?: string;
  },
): NewColumn {
  const { maxLength = 100, format = 'Text', autoNumber } = options;
  return column('String', options, {
    MaxLength: maxLength,
    FormatName: { Value: format },
    AutoNumberFormat: autoNumber,
  });
}

/** A column for many lines of text, 2,000 characters by default. */
export function multilineColumn(options: ColumnOptions & { readonly maxLength?: number }): NewColumn {
  return column('Memo', options, { MaxLength: options.maxLength ?? 2000, Format: 'TextArea' });
}

/** A column for whole numbers of 32 bits. */
export function wholeNumberColumn(
  options: ColumnOptions & {
    readonly min?: number;
    readonly max?: number;
    readonly format?: 'None' | 'Duration' | 'TimeZone' | 'Language' | 'Locale';
  },
): NewColumn {
  const { min, max, format = 'None' } = options;
  return column('Integer', options, { MinValue: min, MaxValue: max, Format: format });
}

/** A column for whole numbers of 64 bits, which the service does not show in forms. */
export function bigNumberColumn(options: ColumnOptions): NewColumn {
  return column('BigInt', options, {});
}

interface NumberOptions extends ColumnOptions {
  readonly min?: number;
  readonly max?: number;
  /** Digits behind the point. */
  readonly precision?: number;
}

/** A column for exact numbers. */
export function decimalColumn(options: NumberOptions): NewColumn {
  return column('Decimal', options, range(options));
}

/** A column for floating-point numbers. */
export function floatColumn(options: NumberOptions): NewColumn {
  return column('Double', options, range(options));
}

/** A column for amounts of money, as precise as their currency unless `precision` is given. */
export function moneyColumn(options: NumberOptions): NewColumn {
  // 0: the column's own Precision; 2: the currency's.
  return column('Money', options, {
    ...range(options),
    PrecisionSource: options.precision === undefined ? 2 : 0,
  });
}

/** A column for yes and no. */
export function yesNoColumn(
  options: ColumnOptions & { readonly yes: Label; readonly no: Label; readonly defaultValue?: boolean },
): NewColumn {
  const { yes, no, defaultValue = false } = options;
  return column('Boolean', options, {
    DefaultValue: defaultValue,
    OptionSet: {
      TrueOption: { Value: 1, Label: yes },
      FalseOption: { Value: 0, Label: no },
      OptionSetType: 'Boolean',
    },
  });
}

/** A column for dates or moments. */
export function dateColumn(
  options: ColumnOptions & {
    readonly format: 'DateOnly' | 'DateAndTime';
    /** `UserLocal` by default: a moment, shown in each user's time zone. */
    readonly behavior?: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  },
): NewColumn {
  const { format, behavior } = options;
  return column('DateTime', options, {
    Format: format,
    DateTimeBehavior: behavior && { Value: behavior },
  });
}

/** A column for one of several options. */
export function choiceColumn(
  options: ColumnOptions & OptionsOrChoice & { readonly defaultValue?: number },
): NewColumn {
  return column('Picklist', options, { ...choice(options), DefaultFormValue: options.defaultValue });
}

/** A column for any number of several options. */
export function choicesColumn(options: ColumnOptions & OptionsOrChoice): NewColumn {
  return column('MultiSelectPicklist', options, choice(options));
}

/** A column for a file, up to 32 MiB by default; see `uploadFile`. */
export function fileColumn(options: ColumnOptions & { readonly maxSizeInKB?: number }): NewColumn {
  return column('File', options, { MaxSizeInKB: options.maxSizeInKB ?? 32_768 });
}

/** A column for an image; see `uploadFile`. Without `fullImage` only a thumbnail of 144 × 144 is kept. */
export function imageColumn(
  options: ColumnOptions & {
    readonly maxSizeInKB?: number;
    readonly fullImage?: boolean;
    readonly primary?: boolean;
  },
): NewColumn {
  const { maxSizeInKB, fullImage = false, primary } = options;
  return column('Image', options, {
    MaxSizeInKB: maxSizeInKB,
    CanStoreFullImage: fullImage,
    IsPrimaryImage: primary,
  });
}

/** The lookup of a new one-to-many relationship: it is created along with that, by `oneToMany`. */
export function lookupColumn(options: ColumnOptions): NewColumn {
  return column('Lookup', options, {});
}

/** The options of a choice as the service takes them. */
export function newOptions(options: readonly NewOption[]): readonly object[] {
  return options.map(({ label, value, description, color }) =>
    defined({ Value: value ?? null, Label: label, Description: description, Color: color }),
  );
}

/** Without the members that are undefined. */
export function defined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Throws `ConfigurationError` for what can be no schema name. */
export function checkSchemaName(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9]*_\w+$/.test(name)) return name;
  throw badArgument(
    `schemaName "${name}" has no publisher's prefix, or other characters than letters, digits and _.`,
  );
}

/** As the service's documentation writes them; of the others `@odata.type` tells enough. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  'String',
  'Memo',
  'Integer',
  'BigInt',
  'Decimal',
  'Money',
  'Boolean',
  'DateTime',
  'Picklist',
  'Lookup',
]);

function column(type: string, options: ColumnOptions, members: object): NewColumn {
  const { schemaName, displayName, description, required = 'None' } = options;
  return {
    '@odata.type': `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
    ...(DOCUMENTED.has(type) && { AttributeType: type, AttributeTypeName: { Value: `${type}Type` } }),
    SchemaName: checkSchemaName(schemaName),
    DisplayName: displayName,
    ...(description && { Description: description }),
    RequiredLevel: {
      Value: required,
      CanBeChanged: true,
      ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
    },
    ...defined(members),
  };
}

function range({ min, max, precision }: NumberOptions): object {
  return { MinValue: min, MaxValue: max, Precision: precision };
}

function choice({ options, globalChoice }: OptionsOrChoice): object {
  if (globalChoice !== undefined) {
    const key = formatKey(isGuid(globalChoice) ? globalChoice : { Name: globalChoice });
    return { 'GlobalOptionSet@odata.bind': `/GlobalOptionSetDefinitions(${key})` };
  }
  const OptionSet = {
    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
    Options: newOptions(options),
    IsGlobal: false,
    OptionSetType: 'Picklist',
  };
  return { OptionSet };
}
