import { describe, expect, it } from 'vitest';
import { lambda, proofOf, type Resources, ref, role, statement } from './support.ts';

describe('a managed policy that IAM refuses', () => {
  it.each([
    ['2012-10-17', 'allowed'],
    ['2008-10-17', 'unknown'],
    [undefined, 'unknown'],
  ])('as it is of Version %s: %s', (version, expected) => {
    const resources: Resources = {
      Role: role(),
      Function: lambda(),
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          Roles: [ref('Role')],
          PolicyDocument: { Version: version, Statement: [statement('logs:*', '*')] },
        },
      },
    };
    const writes = proofOf(resources).hops.find(({ kind }) => kind === 'write-logs');
    expect(writes?.answer).toBe(expected);
  });
});
