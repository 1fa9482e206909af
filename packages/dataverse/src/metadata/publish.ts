import { badArgument } from '../errors/configuration-error.ts';
import type { Operation } from '../outgoing.ts';
import { act } from './requests.ts';

/** What to publish. */
export interface Publication {
  /** Logical names of tables, with all that belongs to them. */
  readonly tables?: readonly string[];
  /** Names of global choices. */
  readonly globalChoices?: readonly string[];
}

/** Publishes these alone; everything when `what` is `undefined`. */
export function publish(root: string, what: Publication | undefined): Operation<void> {
  if (what === undefined) return act(root, 'PublishAllXml', {});
  const { tables = [], globalChoices = [] } = what;
  if (tables.length + globalChoices.length === 0) {
    throw badArgument('publish(): name tables or global choices, or give nothing to publish everything.');
  }
  const parts = list('entities', 'entity', tables) + list('optionsets', 'optionset', globalChoices);
  return act(root, 'PublishXml', { ParameterXml: `<importexportxml>${parts}</importexportxml>` });
}

function list(group: string, item: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  return `<${group}>${names.map((name) => `<${item}>${checked(name)}</${item}>`).join('')}</${group}>`;
}

/** A name needs no escaping in XML. */
function checked(name: string): string {
  if (/^\w+$/.test(name)) return name;
  throw badArgument(`publish(): "${name}" is no logical name.`);
}
