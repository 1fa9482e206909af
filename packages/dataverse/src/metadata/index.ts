export type {
  Cascade,
  CascadeConfiguration,
  ChoiceDefinition,
  ColumnDefinition,
  ColumnType,
  ColumnTypes,
  KeyDefinition,
  Managed,
  ManyToManyDefinition,
  OneToManyDefinition,
  OptionDefinition,
  Read,
  RelationshipTypes,
  RequiredLevel,
  TableDefinition,
} from './definitions.ts';
export { type Label, type LocalizedLabel, label, labels } from './labels.ts';
export {
  type Changes,
  type ColumnAs,
  type ColumnReadOptions,
  type Metadata,
  metadata,
  type ReadOptions,
  type UpdateOptions,
} from './metadata.ts';
export {
  bigNumberColumn,
  type ColumnOptions,
  choiceColumn,
  choicesColumn,
  dateColumn,
  decimalColumn,
  fileColumn,
  floatColumn,
  imageColumn,
  lookupColumn,
  moneyColumn,
  multilineColumn,
  type NewColumn,
  type NewOption,
  type OptionsOrChoice,
  textColumn,
  wholeNumberColumn,
  yesNoColumn,
} from './new-columns.ts';
export {
  manyToMany,
  type NewDefinition,
  newChoice,
  newKey,
  newTable,
  type OneToManyOptions,
  oneToMany,
  type TableOptions,
} from './new-definitions.ts';
export type { OptionChange, OptionsPlace } from './option-requests.ts';
export type { Publication } from './publish.ts';
