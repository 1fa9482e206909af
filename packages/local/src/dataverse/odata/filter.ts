export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type StringFunction = 'contains' | 'startswith' | 'endswith';

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'string' | 'guid' | 'number' | 'datetime' | 'date'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** A property, possibly through lookups: `createdby/fullname`. */
interface Path {
  readonly kind: 'path';
  readonly segments: readonly string[];
}

export type Operand = Path | Literal;

/** A parsed `$filter`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'function';
      readonly name: StringFunction;
      readonly subject: Operand;
      readonly value: Operand;
    }
  | {
      readonly kind: 'in';
      readonly property: string;
      readonly values: readonly string[];
      readonly negated: boolean;
    }
  | { readonly kind: 'flag'; readonly operand: Operand };
