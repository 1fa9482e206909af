import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import type { Label } from './labels.ts';
import { defined, type NewOption } from './new-columns.ts';
import { act } from './requests.ts';

/** Where the options are: in a global choice, or in a column's own. */
export type OptionsPlace =
  | { readonly globalChoice: string; readonly table?: never; readonly column?: never }
  | { readonly table: string; readonly column: string; readonly globalChoice?: never };

export interface OptionChange {
  readonly label?: Label;
  readonly description?: Label;
  readonly color?: string;
  /** Keeps the labels of languages that are not given; `true` by default. */
  readonly mergeLabels?: boolean;
}

/** Gives the option's value. */
export function insertOption(
  root: string,
  place: OptionsPlace,
  option: NewOption,
  solution: string | undefined,
): Operation<number> {
  const { label, value, description, color } = option;
  const outgoing: Outgoing = {
    method: 'POST',
    url: `${root}InsertOptionValue`,
    body: parameters(place, solution, { Value: value, Label: label, Description: description, Color: color }),
  };
  return {
    ...outgoing,
    read(reply) {
      const inserted = objectBody(reply, outgoing)['NewOptionValue'];
      if (typeof inserted === 'number') return inserted;
      throw unreadable(reply, outgoing, 'without the NewOptionValue');
    },
  };
}

export function updateOption(
  root: string,
  place: OptionsPlace,
  value: number,
  { label, description, color, mergeLabels = true }: OptionChange,
  solution: string | undefined,
): Operation<void> {
  const change = { Value: value, Label: label, Description: description, Color: color };
  return act(root, 'UpdateOptionValue', parameters(place, solution, { ...change, MergeLabels: mergeLabels }));
}

export function deleteOption(
  root: string,
  place: OptionsPlace,
  value: number,
  solution: string | undefined,
): Operation<void> {
  return act(root, 'DeleteOptionValue', parameters(place, solution, { Value: value }));
}

export function orderOptions(
  root: string,
  place: OptionsPlace,
  values: readonly number[],
  solution: string | undefined,
): Operation<void> {
  return act(root, 'OrderOption', parameters(place, solution, { Values: values }));
}

function parameters(place: OptionsPlace, solution: string | undefined, others: object): object {
  const { globalChoice, table, column } = place;
  if (globalChoice === undefined ? !table || !column : table !== undefined || column !== undefined) {
    throw badArgument('Options are in { globalChoice }, or in { table, column }: give one of the two.');
  }
  return defined({
    OptionSetName: globalChoice,
    EntityLogicalName: table,
    AttributeLogicalName: column,
    ...others,
    SolutionUniqueName: solution,
  });
}
