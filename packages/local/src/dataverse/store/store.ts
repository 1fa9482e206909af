import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Database from 'libsql';
import type { Model } from '../metadata/model.ts';
import { createStatements } from './schema.ts';

export type SqlValue = string | number | null;
export type StoredRow = Readonly<Record<string, SqlValue>>;
type Tables = Record<string, Record<string, SqlValue>>;

/** SQLite in memory. Queries run synchronously, so that one request is one step and one transaction. */
export interface Store {
  readonly sql: Kysely<Tables>;
  all(query: Compilable): StoredRow[];
  run(query: Compilable): number;
  /** Undoes everything `task` wrote when it throws. */
  atomically<T>(task: () => T): T;
  nextVersion(): number;
}

export function createStore(model: Model): Store {
  const database = new Database(':memory:');
  database.exec(createStatements(model));
  // Kysely only compiles here: its own driver is asynchronous and would let requests interleave.
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const prepared = new Map<string, Database.Statement>();
  const prepare = (text: string): Database.Statement => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = database.prepare(text);
    if (prepared.size > 500) prepared.clear();
    prepared.set(text, statement);
    return statement;
  };
  let version = 1_000_000;
  let depth = 0;
  return {
    sql,
    all(query) {
      const { sql: text, parameters } = query.compile();
      // Columns are declared as text, integers and reals only.
      return prepare(text).all([...parameters]) as StoredRow[];
    },
    run(query) {
      const { sql: text, parameters } = query.compile();
      return prepare(text).run([...parameters]).changes;
    },
    atomically(task) {
      if (depth > 0) return task();
      depth += 1;
      database.exec('begin');
      try {
        const result = task();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    nextVersion() {
      version += 1;
      return version;
    },
  };
}
