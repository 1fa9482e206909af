import { chooseOperations, chooseTables, parseCsdl } from '@wayleave/dataverse/generator';
import { describe, expect, it } from 'vitest';
import { csdl, csdlOfThing, fixture } from './support.ts';

const model = parseCsdl(fixture('metadata.xml'));
const names = (tables: readonly { readonly logicalName: string }[]) =>
  tables.map(({ logicalName }) => logicalName);
const calls = (
  patterns: readonly string[],
  tables: readonly string[] = [],
  kind: 'actions' | 'functions' = 'functions',
) => {
  const { unbound, bound, skipped } = chooseOperations(model, kind, chooseTables(model, tables), patterns);
  return {
    unbound: [...unbound].map(([name, overloads]) => `${name}/${overloads.length}`),
    bound: [...bound].flatMap(([table, own]) => [...own.keys()].map((name) => `${table}.${name}`)),
    skipped: skipped.map(({ name }) => name),
  };
};

describe('chooseTables', () => {
  it('takes logical names and entity set names, in any case, each table once', () => {
    expect(names(chooseTables(model, ['contacts', 'account', 'Accounts', 'contact']))).toEqual([
      'account',
      'contact',
    ]);
  });

  it('takes all that have an entity set and a key', () => {
    const all = names(chooseTables(model, 'all'));
    expect(all).toContain('systemuser');
    expect(all).not.toContain('principal');
    expect(all).not.toContain('expando');
  });

  it('gathers columns from base types, once each, sorted', () => {
    const [user] = chooseTables(model, ['systemuser']);
    expect(user?.properties.map(({ name }) => name)).toEqual([
      'fullname',
      'isdisabled',
      'ownerid',
      'systemuserid',
    ]);
    expect(user?.navigation.map(({ name }) => name)).toContain('owner_accounts');
  });

  it("takes systemuserid for a user's id, though the key is principal's ownerid", () => {
    expect(chooseTables(model, ['systemuser', 'account']).map(({ id }) => id)).toEqual([
      'accountid',
      'systemuserid',
    ]);
  });

  it.each([
    ['acount', /no table acount\. Did you mean account or accounts\?/],
    ['xyzxyz', /no table xyzxyz\.$/],
    ['principal', /principal has no entity set/],
    ['expando', /expando has no key/],
  ])('refuses %s', (name, message) => {
    expect(() => chooseTables(model, [name])).toThrow(
      expect.objectContaining({ code: 'ERR_CSDL_TABLE', message: expect.stringMatching(message) as string }),
    );
  });

  it('limits columns, keeping the key, and takes lookups by any of their names', () => {
    const columns = new Map([['account', ['name', 'primarycontactid']]]);
    const [account] = chooseTables(model, ['account'], { columns });
    expect(account?.properties.map(({ name }) => name)).toEqual([
      '_primarycontactid_value',
      'accountid',
      'name',
    ]);
    expect(account?.navigation.map(({ name }) => name)).toEqual([
      'contact_customer_accounts',
      'primarycontactid',
    ]);
    expect(account?.alternateKeys).toEqual([]);
  });

  it.each([
    [new Map([['account', ['nam']]]), /account has no column nam\. Did you mean name\b/],
    [new Map([['lead', ['subject']]]), /lead, which is not among the tables/],
  ])('refuses columns %#', (columns, message) => {
    expect(() => chooseTables(model, ['account'], { columns })).toThrow(
      expect.objectContaining({ code: 'ERR_CSDL_COLUMN', message: expect.stringMatching(message) as string }),
    );
  });

  it('refuses types that are not described, or are based on themselves', () => {
    const set = '<EntityContainer Name="S"><EntitySet Name="as" EntityType="mscrm.a"/></EntityContainer>';
    expect(() => chooseTables(parseCsdl(csdl(set)), 'all')).toThrow(/CRM\.a is not described/);
    const loop = `<EntityType Name="a" BaseType="mscrm.b"/><EntityType Name="b" BaseType="mscrm.a"/>${set}`;
    expect(() => chooseTables(parseCsdl(csdl(loop)), 'all')).toThrow(/based on itself/);
  });

  it('is not confused by an environment of many tables', () => {
    const one = parseCsdl(csdlOfThing(''));
    expect(names(chooseTables(one, 'all'))).toEqual(['thing']);
  });
});

describe('chooseOperations', () => {
  it('takes none unless they are named', () => {
    expect(calls([], ['account'])).toEqual({ unbound: [], bound: [], skipped: [] });
  });

  it('takes unbound ones by name and pattern, with all overloads', () => {
    expect(calls(['WhoAmI', 'Con*'])).toMatchObject({ unbound: ['Convert/2', 'WhoAmI/1'], bound: [] });
  });

  it('takes bound ones of the chosen tables, all of one by its name and a dot', () => {
    expect(calls(['Approve'], ['account'], 'actions')).toMatchObject({ bound: ['account.Approve'] });
    expect(calls(['systemuser.*'], ['systemuser', 'account'])).toMatchObject({
      unbound: [],
      bound: ['systemuser.RetrievePrincipalAccess'],
    });
  });

  it('prefers the overload for the table itself to that of its base type', () => {
    const tables = chooseTables(model, ['systemuser']);
    const { bound } = chooseOperations(model, 'functions', tables, ['Retrieve*']);
    const overloads = bound.get('systemuser')?.get('RetrievePrincipalAccess') ?? [];
    expect(overloads.map(({ parameters }) => parameters.map(({ name }) => name))).toEqual([['Target']]);
  });

  it('names what it cannot write', () => {
    expect(calls(['Upload'])).toMatchObject({ unbound: [], skipped: ['Upload'] });
    expect(calls(['*'], ['account'], 'actions')).toMatchObject({ skipped: ['CreateMultiple'] });
  });

  it.each([
    ['WhoAmi', [], /no function WhoAmi to call\. Did you mean WhoAmI\?/],
    ['RetrievePrincipalAccess', ['account'], /bound to systemuser, which is not among the tables/],
    ['LastXHours', [], /no function LastXHours/],
  ])('refuses %s', (name, tables, message) => {
    expect(() => calls([name], tables)).toThrow(
      expect.objectContaining({
        code: 'ERR_CSDL_OPERATION',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
