/** An environment's `$metadata`, types by their full name (`Microsoft.Dynamics.CRM.account`). */
export interface CsdlModel {
  readonly entityTypes: ReadonlyMap<string, EntityType>;
  readonly complexTypes: ReadonlyMap<string, ComplexType>;
  readonly enumTypes: ReadonlyMap<string, EnumType>;
  /** Full name of the entity type by entity set. */
  readonly entitySets: ReadonlyMap<string, string>;
  readonly actions: readonly Operation[];
  readonly functions: readonly Operation[];
  /** Whether columns are marked as read-only (`$metadata?annotations=true`); if not, that must be told by names. */
  readonly marksReadOnly: boolean;
}

export interface TypeReference {
  /** `Edm.String`, or the full name of a type. */
  readonly name: string;
  readonly isCollection: boolean;
}

export interface Property {
  readonly name: string;
  readonly type: TypeReference;
  readonly isNullable: boolean;
  readonly isReadOnly: boolean;
}

export interface NavigationProperty {
  readonly name: string;
  readonly type: TypeReference;
  /** The lookup column that holds the other row's id: `_primarycontactid_value`. */
  readonly column: string | undefined;
  /** The way back, a navigation property of the other type. */
  readonly partner: string | undefined;
}

export interface ComplexType {
  readonly name: string;
  readonly base: string | undefined;
  readonly isOpen: boolean;
  readonly properties: readonly Property[];
  readonly navigation: readonly NavigationProperty[];
}

export interface EntityType extends ComplexType {
  readonly isAbstract: boolean;
  readonly key: readonly string[];
  readonly alternateKeys: readonly (readonly string[])[];
}

export interface EnumType {
  readonly name: string;
  readonly isFlags: boolean;
  readonly members: readonly string[];
}

export interface Operation {
  /** Without namespace; of an unbound one, the name to call it by. */
  readonly name: string;
  /** What it is called on, when it is bound. */
  readonly boundTo: TypeReference | undefined;
  readonly parameters: readonly Parameter[];
  readonly result: TypeReference | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly isOptional: boolean;
}

/** `account` of `Microsoft.Dynamics.CRM.account`. */
export function localName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
