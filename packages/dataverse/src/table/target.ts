import type { Environment } from '../environment.ts';
import { formatKey, type Key } from '../odata/key.ts';
import { columnName } from '../odata/names.ts';
import type { Schema } from '../schema.ts';

/** A table as its operations need it: plain data. */
export interface TableTarget {
  readonly environment: Environment;
  readonly entitySet: string;
  readonly schema?: Schema | undefined;
}

export function setUrl({ environment, entitySet }: TableTarget): string {
  return environment.apiRoot + entitySet;
}

export function rowUrl(target: TableTarget, key: Key): string {
  return `${setUrl(target)}(${formatKey(key)})`;
}

export function columnUrl(target: TableTarget, key: Key, column: string): string {
  return `${rowUrl(target, key)}/${columnName(column)}`;
}
