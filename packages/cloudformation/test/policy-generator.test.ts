import { describe, expect, it } from 'vitest';
import { readActions, readConditionKeys } from '../generator/iam/read.ts';
import { renderActions } from '../generator/iam/render-actions.ts';
import { renderConditionKeys } from '../generator/iam/render-condition-keys.ts';

const services = await readActions();
const keys = await readConditionKeys();

describe('the list of actions', () => {
  it('has every service and action once, sorted', () => {
    expect(services.length).toBeGreaterThan(400);
    expect(services.flatMap(({ names }) => names).length).toBeGreaterThan(20_000);
    const prefixes = services.map(({ service }) => service);
    expect(prefixes).toEqual([...new Set(prefixes)].sort());
    for (const { names } of services) expect(names).toEqual([...new Set(names)].sort());
  });

  it('has the actions that the patterns need', () => {
    const known = new Map(services.map(({ service, names }) => [service, names]));
    expect(known.get('sns')).toContain('Publish');
    expect(known.get('lambda')).toContain('InvokeFunction');
    expect(known.get('logs')).toContain('PutLogEvents');
    expect(known.get('sqs')).toContain('SendMessage');
  });

  it('is rendered the same twice, small enough, with every action', () => {
    const text = renderActions(services);
    expect(renderActions(services)).toBe(text);
    expect(text.length).toBeLessThan(570_000);
    const members = [...text.matchAll(/`([a-z0-9-]+):\$\{([^}]*)\}`/g)].flatMap(([, service, names = '']) =>
      names.split(' | ').map((name) => `${service}:${name.slice(1, -1)}`),
    );
    const all = services.flatMap(({ service, names }) => names.map((name) => `${service}:${name}`));
    expect(members.toSorted()).toEqual(all.toSorted());
  });
});

describe('the list of condition keys', () => {
  it('has global keys and those of services, with holes for what varies, and no tokens', () => {
    for (const key of [
      'aws:SourceArn',
      'aws:PrincipalOrgID',
      'aws:RequestTag/${' + 'string}',
      'aws:PrincipalTag/${' + 'string}',
      's3:ExistingObjectTag/${' + 'string}',
      'kms:EncryptionContext:${' + 'string}',
      'aws:SignInSessionArn',
      'lambda:SourceFunctionArn',
    ])
      expect(keys).toContain(key);
    expect(keys.filter((key) => /^[^:]*\./.test(key) || /[<>]|tag-key|TagKey\}/.test(key))).toEqual([]);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('is an object type with pattern index signatures', () => {
    const text = renderConditionKeys(['aws:SourceArn', 'ec2:ResourceTag/${' + 'string}']);
    expect(text).toContain(
      "  readonly 'aws:SourceArn'?: V;\n  readonly [key: `ec2:ResourceTag/${" +
        'string}`]: V | undefined;\n}\n',
    );
  });
});
