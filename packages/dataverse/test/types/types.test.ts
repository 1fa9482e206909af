import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  chooseOperations,
  chooseTables,
  parseCsdl,
  readFacts,
  writeModule,
} from '@wayleave/dataverse/generator';
import { describe, expect, it } from 'vitest';
import { fixture } from '../generator/support.ts';
import { compileFiles, compileProject } from './compile.ts';

const corpora = process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora';
const csdl = `${corpora}/dataverse/csdl/crm4-v9.1.xml`;
const isPresent = existsSync(csdl);
if (!isPresent) console.warn(`No $metadata at ${csdl}; its tests are skipped (WAYLEAVE_CORPORA).`);

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function generate(
  text: string,
  tables: readonly string[] | 'all',
  calls: readonly string[],
  choices?: string,
): string {
  const model = parseCsdl(text);
  const facts = choices === undefined ? new Map() : readFacts(JSON.parse(choices));
  const chosen = chooseTables(model, tables, { facts });
  return writeModule(model, {
    source: 'metadata.xml',
    tables: chosen,
    actions: chooseOperations(model, 'actions', chosen, calls),
    functions: chooseOperations(model, 'functions', chosen, calls),
    facts,
  });
}

const USE = `import { createClient } from '@wayleave/dataverse';
import { schema } from './dataverse.ts';

const client = createClient({
  url: 'https://contoso.crm4.dynamics.com',
  credential: { getToken: async () => ({ token: 'a', expiresOnTimestamp: 0 }) },
  schema,
});
const accounts = client.table('accounts');
export async function use(id: string): Promise<string | null> {
  const user = await client.table('systemusers').get(id, { select: ['fullname', 'createdon'] });
  const query = accounts
    .select('name', 'revenue')
    .filter((f) => f.startswith('name', 'Fab').and(f.on('primarycontactid', (c) => c.eq('lastname', 'Smith'))))
    .expand('primarycontactid', (contact) => contact.select('fullname'))
    .expand('owninguser', (owner) => owner.select('fullname'))
    .orderBy('name');
  for await (const row of query) console.log(row.primarycontactid?.fullname, row.owninguser?.fullname, row.revenue);
  await accounts.create({ name: 'x', contact_customer_accounts: [{ lastname: 'y' }] });
  await client.table('contacts').upsert(id, { birthdate: '1990-01-31' });
  return user.fullname;
}
`;

/** What a client costs by itself, with the types of Node.js. */
const UNTYPED = `import { createClient } from '@wayleave/dataverse';
export const client = createClient({
  url: 'https://contoso.crm4.dynamics.com',
  credential: { getToken: async () => ({ token: 'a', expiresOnTimestamp: 0 }) },
});
`;

describe('the generated types', () => {
  it('are those that the type tests are compiled with', () => {
    const tables = ['account', 'contact', 'systemuser', 'feedback', 'new_settings', 'new_gebühr'];
    const module = generate(fixture('metadata.xml'), tables, ['*'], fixture('account-definition.json'));
    expect(module).toBe(readFileSync(here('generated.ts'), 'utf8'));
  });

  it('let a client take what is right and refuse what is wrong', async () => {
    expect((await compileProject(here('.'))).errors).toBe('');
  }, 60_000);

  it.skipIf(!isPresent)(
    'of a whole environment come twice the same, and compile (needs WAYLEAVE_CORPORA)',
    async () => {
      const text = readFileSync(csdl, 'utf8');
      const module = generate(text, 'all', ['*']);
      expect(generate(text, 'all', ['*'])).toBe(module);
      expect(module.match(/^export interface \w+Table /gm)).toHaveLength(269);
      expect(await compileFiles({ 'dataverse.ts': module })).toMatchObject({ errors: '' });
    },
    60_000,
  );

  it.skipIf(!isPresent)(
    'cost the compiler little (needs WAYLEAVE_CORPORA)',
    async () => {
      const module = generate(readFileSync(csdl, 'utf8'), ['account', 'contact', 'systemuser'], []);
      const untyped = await compileFiles({ 'untyped.ts': UNTYPED });
      const typed = await compileFiles({ 'dataverse.ts': module, 'use.ts': USE });
      expect(untyped.errors + typed.errors).toBe('');
      const instantiations = typed.instantiations - untyped.instantiations;
      const budget = JSON.parse(readFileSync(here('budget.json'), 'utf8')) as { instantiations: number };
      // When it has grown for a reason, or shrunk, write the new figure into budget.json.
      expect(instantiations).toBeLessThanOrEqual(budget.instantiations * 1.1);
      expect(instantiations).toBeGreaterThan(budget.instantiations * 0.7);
    },
    60_000,
  );
});
