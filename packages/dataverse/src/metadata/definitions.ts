import type { Label } from './labels.ts';

/** A setting together with whether it may be changed. */
export interface Managed<V> {
  readonly Value: V;
  readonly CanBeChanged?: boolean;
  readonly ManagedPropertyLogicalName?: string;
}

export type RequiredLevel = 'None' | 'SystemRequired' | 'ApplicationRequired' | 'Recommended';

interface Definition {
  readonly MetadataId: string;
}

/** A table, with the members that are commonly read; `select` takes any other. */
export interface TableDefinition extends Definition {
  /** `account` */
  readonly LogicalName: string;
  readonly SchemaName: string;
  /** `accounts`: what `client.table()` takes. */
  readonly EntitySetName: string;
  readonly LogicalCollectionName: string;
  readonly DisplayName: Label;
  readonly DisplayCollectionName: Label;
  readonly Description: Label;
  readonly PrimaryIdAttribute: string;
  readonly PrimaryNameAttribute: string | null;
  readonly PrimaryImageAttribute: string | null;
  readonly OwnershipType: string;
  readonly ObjectTypeCode: number;
  readonly IsActivity: boolean;
  readonly IsCustomEntity: boolean;
  readonly IsIntersect: boolean;
  readonly IsManaged: boolean;
  readonly HasNotes: boolean;
  readonly HasActivities: boolean;
  readonly ChangeTrackingEnabled: boolean;
  readonly IsOptimisticConcurrencyEnabled: boolean;
  readonly IsAuditEnabled: Managed<boolean>;
  readonly IsCustomizable: Managed<boolean>;
  /** When it is expanded. */
  readonly Attributes?: readonly ColumnDefinition[];
  readonly Keys?: readonly KeyDefinition[];
}

/** What all columns have. */
export interface ColumnDefinition extends Definition {
  /** `#Microsoft.Dynamics.CRM.StringAttributeMetadata`, in lists of columns of several types. */
  readonly '@odata.type'?: string;
  readonly LogicalName: string;
  readonly SchemaName: string;
  readonly EntityLogicalName: string;
  readonly DisplayName: Label;
  readonly Description: Label;
  /** `String`, `Lookup`, …; `Virtual` for files, images and multiple choices, which `AttributeTypeName` tells apart. */
  readonly AttributeType: string;
  readonly AttributeTypeName: { readonly Value: string };
  readonly RequiredLevel: Managed<RequiredLevel>;
  /** The column that this one is a part of. */
  readonly AttributeOf: string | null;
  readonly IsPrimaryId: boolean;
  readonly IsPrimaryName: boolean;
  readonly IsValidForCreate: boolean;
  readonly IsValidForRead: boolean;
  readonly IsValidForUpdate: boolean;
  readonly IsCustomAttribute: boolean;
  readonly IsManaged: boolean;
  readonly IsSecured: boolean;
  readonly IsLogical: boolean;
  readonly AutoNumberFormat: string | null;
}

interface Ranged extends ColumnDefinition {
  readonly MinValue: number;
  readonly MaxValue: number;
}

interface WithOptions extends ColumnDefinition {
  readonly DefaultFormValue: number | null;
  /** When it is expanded: `expand: 'OptionSet,GlobalOptionSet'`. */
  readonly OptionSet?: ChoiceDefinition | null;
  readonly GlobalOptionSet?: ChoiceDefinition | null;
}

/** What columns of each type have beside that. The names are those of the service's types. */
export interface ColumnTypes {
  readonly String: ColumnDefinition & {
    readonly MaxLength: number;
    readonly FormatName: { readonly Value: string };
  };
  readonly Memo: ColumnDefinition & { readonly MaxLength: number; readonly Format: string };
  readonly Integer: Ranged & { readonly Format: string };
  readonly BigInt: ColumnDefinition;
  readonly Decimal: Ranged & { readonly Precision: number };
  readonly Double: Ranged & { readonly Precision: number };
  readonly Money: Ranged & { readonly Precision: number; readonly PrecisionSource: number };
  readonly Boolean: ColumnDefinition & {
    readonly DefaultValue: boolean;
    readonly OptionSet?: {
      readonly TrueOption: OptionDefinition;
      readonly FalseOption: OptionDefinition;
    } | null;
  };
  readonly DateTime: ColumnDefinition & {
    readonly Format: 'DateOnly' | 'DateAndTime';
    readonly DateTimeBehavior: { readonly Value: string };
  };
  readonly Picklist: WithOptions;
  readonly MultiSelectPicklist: WithOptions;
  readonly State: WithOptions;
  readonly Status: WithOptions;
  readonly Lookup: ColumnDefinition & { readonly Targets: readonly string[] };
  readonly File: ColumnDefinition & { readonly MaxSizeInKB: number };
  readonly Image: ColumnDefinition & {
    readonly MaxSizeInKB: number;
    readonly CanStoreFullImage: boolean;
    readonly IsPrimaryImage: boolean;
  };
  readonly EntityName: ColumnDefinition;
  readonly UniqueIdentifier: ColumnDefinition;
}

export type ColumnType = keyof ColumnTypes;

/** A choice: a list of options, local to a column or global. */
export interface ChoiceDefinition extends Definition {
  readonly Name: string;
  readonly DisplayName: Label;
  readonly Description: Label;
  readonly IsGlobal: boolean;
  readonly IsManaged: boolean;
  readonly OptionSetType: string;
  /** Choices of yes and no have none. */
  readonly Options?: readonly OptionDefinition[];
}

export interface OptionDefinition {
  readonly Value: number;
  readonly Label: Label;
  readonly Description?: Label;
  readonly Color?: string | null;
}

interface RelationshipDefinition extends Definition {
  readonly SchemaName: string;
  readonly IsCustomRelationship: boolean;
  readonly IsManaged: boolean;
}

export type Cascade = 'NoCascade' | 'Cascade' | 'Active' | 'UserOwned' | 'RemoveLink' | 'Restrict';

/** What becomes of the rows on the side of the many. */
export interface CascadeConfiguration {
  readonly Assign?: Cascade;
  readonly Delete?: Cascade;
  readonly Merge?: Cascade;
  readonly Reparent?: Cascade;
  readonly Share?: Cascade;
  readonly Unshare?: Cascade;
  readonly RollupView?: Cascade;
}

export interface OneToManyDefinition extends RelationshipDefinition {
  /** The table on the side of the one, and its column. */
  readonly ReferencedEntity: string;
  readonly ReferencedAttribute: string;
  /** The table with the lookup, and the lookup. */
  readonly ReferencingEntity: string;
  readonly ReferencingAttribute: string;
  /** The collection, on the side of the one. */
  readonly ReferencedEntityNavigationPropertyName: string;
  /** The lookup's name for `@odata.bind` and `expand`. */
  readonly ReferencingEntityNavigationPropertyName: string;
  readonly CascadeConfiguration: CascadeConfiguration;
}

export interface ManyToManyDefinition extends RelationshipDefinition {
  readonly Entity1LogicalName: string;
  readonly Entity2LogicalName: string;
  readonly IntersectEntityName: string;
  readonly Entity1NavigationPropertyName: string;
  readonly Entity2NavigationPropertyName: string;
}

/** By the table's own view: it is the one, it has the lookup, or both sides are many. */
export interface RelationshipTypes {
  readonly OneToMany: OneToManyDefinition;
  readonly ManyToOne: OneToManyDefinition;
  readonly ManyToMany: ManyToManyDefinition;
}

/** An alternate key. It works once its index is `Active`. */
export interface KeyDefinition extends Definition {
  readonly LogicalName: string;
  readonly SchemaName: string;
  readonly EntityLogicalName: string;
  readonly DisplayName: Label;
  /** Logical names of its columns. */
  readonly KeyAttributes: readonly string[];
  readonly EntityKeyIndexStatus: 'Pending' | 'InProgress' | 'Active' | 'Failed';
}

/** A definition as it was asked for: the members that were selected are there, others may be. */
export type Read<T, K extends string> = Partial<T> & {
  readonly [P in K | 'MetadataId']: P extends keyof T ? T[P] : unknown;
};
