/** A label as the Web API writes it in metadata. */
export interface LabelDefinition {
  readonly LocalizedLabels?: readonly { readonly Label: string; readonly LanguageCode: number }[];
  readonly UserLocalizedLabel?: { readonly Label: string; readonly LanguageCode: number } | null;
}

export interface OptionDefinition {
  readonly Value: number;
  readonly Label?: LabelDefinition;
  /** The state a status reason belongs to. */
  readonly State?: number;
}

/** One column, in the wire form of `EntityDefinitions(…)/Attributes`. Members not listed are kept and served back. */
export interface AttributeDefinition {
  readonly LogicalName: string;
  readonly SchemaName: string;
  readonly AttributeType: string;
  /** Set on the shadow columns that the Web API does not expose (`createdbyname` of `createdby`). */
  readonly AttributeOf?: string | null;
  readonly IsCustomAttribute?: boolean;
  readonly MaxLength?: number | null;
  readonly MinValue?: number | null;
  readonly MaxValue?: number | null;
  readonly Precision?: number | null;
  readonly Format?: string | null;
  readonly Targets?: readonly string[];
  readonly RequiredLevel?: { readonly Value: string };
  readonly IsValidForCreate?: boolean;
  readonly IsValidForUpdate?: boolean;
  readonly OptionSet?: { readonly Options: readonly OptionDefinition[] };
  readonly DefaultValue?: boolean | null;
  readonly DefaultFormValue?: number | null;
}

/**
 * One table, in the wire form of `EntityDefinitions(LogicalName='…')?$expand=Attributes`.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export interface TableDefinition {
  readonly LogicalName: string;
  readonly SchemaName: string;
  readonly EntitySetName: string;
  readonly PrimaryIdAttribute: string;
  readonly PrimaryNameAttribute: string | null;
  readonly OwnershipType: 'UserOwned' | 'OrganizationOwned' | 'BusinessOwned' | 'None';
  readonly ObjectTypeCode?: number;
  readonly DisplayName?: LabelDefinition;
  readonly IsIntersect?: boolean;
  readonly Attributes: readonly AttributeDefinition[];
  readonly Keys?: readonly { readonly LogicalName: string; readonly KeyAttributes: readonly string[] }[];
  /** Names the navigation property of a lookup where it is not the column's own name. */
  readonly ManyToOneRelationships?: readonly {
    readonly ReferencingAttribute: string;
    readonly ReferencedEntity: string;
    readonly ReferencingEntityNavigationPropertyName: string;
  }[];
}

/** The organisation that was asked for cannot be built; `code` says which part. */
export class DataverseSetupError extends Error {
  override readonly name = 'DataverseSetupError';
  readonly code: 'UnsupportedColumn' | 'InvalidTable' | 'InvalidRole' | 'InvalidUser' | 'UnknownApplication';

  constructor(code: DataverseSetupError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
