// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { expect } from 'vitest';
import type { HopKind } from '../../../src/prove/proof.ts';
import { get, hopOf, proofOf, type Resources } from './support.ts';

/** A hop that is allowed, with every grant that it needs. */
export interface Row {
  readonly name: string;
  readonly base: () => Resources;
  readonly hop: readonly [from: string, kind: HopKind, to: string];
  /** Where its grants stand: all statements below these paths, and permissions, are needed. */
  readonly grants: readonly string[];
}

type Statement = Record<string, unknown>;

interface Spoiling {
  readonly name: string;
  /** Whether it changed the statement. */
  readonly spoil: (statement: Statement, list: unknown[]) => boolean;
}

export const WHERE = { account: '111122223333', region: 'eu-west-1' } as const;
const OTHER = 'arn:aws:sns:eu-west-1:111122223333:other';

function narrowed(statement: Statement, operator: string, key: string, value: string): boolean {
  const principal = statement['Principal'];
  if (typeof principal !== 'object' || principal === null || !('Service' in principal)) return false;
  const { Condition: condition = {} } = statement as { Condition?: Record<string, Record<string, unknown>> };
  const kept = Object.entries(condition).filter(([, keys]) => !(key in keys));
  statement['Condition'] = { ...Object.fromEntries(kept), [operator]: { [key]: value } };
  return true;
}

/** How a statement is spoilt. */
const STATEMENTS: readonly Spoiling[] = [
  {
    name: 'is not there',
    spoil: (statement) => {
      statement['Action'] = 'cloudformation:DescribeStacks';
      return true;
    },
  },
  {
    name: 'is for another principal',
    spoil: (statement) => {
      if (statement['Principal'] === undefined) return false;
      statement['Principal'] = { Service: 'ec2.amazonaws.com' };
      return true;
    },
  },
  {
    name: 'is for another resource',
    spoil: (statement) => {
      if (statement['Resource'] === undefined || statement['Resource'] === '*') return false;
      statement['Resource'] = OTHER;
      return true;
    },
  },
  {
    name: 'is for another source',
    spoil: (statement) => narrowed(statement, 'ArnEquals', 'aws:SourceArn', OTHER),
  },
  {
    name: 'is for another account',
    spoil: (statement) => narrowed(statement, 'StringEquals', 'aws:SourceAccount', '999999999999'),
  },
  {
    name: 'stands beside one that denies',
    spoil: (statement, list) => {
      const { Principal, Resource } = statement;
      const deny = { Effect: 'Deny', Action: '*', ...(Resource !== undefined && { Resource }) };
      list.push({ ...deny, ...(Principal !== undefined && { Principal: '*' }) });
      return true;
    },
  },
];

const PERMISSIONS: readonly (readonly [name: string, changes: object])[] = [
  ['is for another action', { Action: 'lambda:GetFunction' }],
  ['is for another principal', { Principal: 'ec2.amazonaws.com' }],
  ['is for another function', { FunctionName: 'other' }],
  ['is for another version', { FunctionName: { 'Fn::Sub': '${Function.Arn}:7' } }],
  ['is for another source', { SourceArn: OTHER }],
  ['is for another account', { SourceAccount: '999999999999' }],
];

/** Every way in which one grant of a row is spoilt: a name, and the resources with that fault. */
export function spoilt({
  base: made,
  grants,
}: Row): readonly (readonly [name: string, resources: Resources])[] {
  const base = (): Resources => structuredClone(made());
  const found: (readonly [string, Resources])[] = [];
  for (const grant of grants) {
    if (memberOf(get(base(), grant), 'Type') === 'AWS::Lambda::Permission') {
      for (const [name, changes] of PERMISSIONS) {
        const resources = base();
        Object.assign(get(resources, `${grant}.Properties`) as object, changes);
        found.push([`${grant} ${name}`, resources]);
      }
      const gone = base();
      delete gone[grant];
      found.push([`${grant} is not there`, gone]);
      continue;
    }
    const count = statementsIn(get(base(), grant)).length;
    expect(count, `statements of ${grant}`).toBeGreaterThan(0);
    for (let index = 0; index < count; index++) {
      for (const { name, spoil } of STATEMENTS) {
        const resources = base();
        const [statement, list] = statementsIn(get(resources, grant))[index] ?? [{}, []];
        if (spoil(statement, list)) found.push([`statement ${index + 1} of ${grant} ${name}`, resources]);
      }
      const actions = statementsIn(get(base(), grant))[index]?.[0]['Action'];
      if (!Array.isArray(actions)) continue;
      for (const action of actions) {
        const resources = base();
        const [statement] = statementsIn(get(resources, grant))[index] ?? [{} as Statement];
        statement['Action'] = actions.filter((each) => each !== action);
        found.push([`statement ${index + 1} of ${grant} has no ${String(action)}`, resources]);
      }
    }
  }
  return found;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** The statements below a value, with the lists that they are in. */
function statementsIn(value: unknown): readonly (readonly [statement: Statement, list: unknown[]])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((each) =>
      typeof each === 'object' && each !== null && 'Effect' in each
        ? [[each as Statement, value] as const]
        : statementsIn(each),
    );
  }
  return Object.values(value).flatMap(statementsIn);
}

/** Checks that the hop is allowed as it is, and in no way that it is spoilt. */
export function checkRow(row: Row): void {
  const [from, kind, to] = row.hop;
  const sound = hopOf(proofOf(row.base(), WHERE), from, kind, to);
  expect(sound.answer, sound.because).toBe('allowed');
  const faults = spoilt(row);
  expect(faults.length).toBeGreaterThanOrEqual(3);
  const stays = faults.flatMap(([name, resources]) => {
    const hops = proofOf(resources, WHERE).hops.filter(
      (hop) => hop.from.label === from && hop.kind === kind && hop.to.label === to,
    );
    return hops.some(({ answer }) => answer === 'allowed') ? [name] : [];
  });
  expect(stays).toEqual([]);
}
