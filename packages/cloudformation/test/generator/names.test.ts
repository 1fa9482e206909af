import { describe, expect, it } from 'vitest';
import { kebab, key, kindOfType, literals } from '../../generator/names.ts';

describe('names', () => {
  it('of files are the resource types in small letters and hyphens', () => {
    expect(['Topic', 'LogGroup', 'SAMLProvider', 'OIDCProvider', 'S3Key', 'VPC'].map(kebab)).toEqual([
      'topic',
      'log-group',
      'saml-provider',
      'oidc-provider',
      's3-key',
      'vpc',
    ]);
  });

  it('of kinds are the service and the resource', () => {
    expect(kindOfType('AWS::Logs::LogGroup')).toBe('logs:log-group');
  });

  it('of properties are quoted where they have to be', () => {
    expect(['Arn', 'a-b', '1st'].map(key)).toEqual(['Arn', "'a-b'", "'1st'"]);
  });

  it('of words are written once, in order', () => {
    expect(literals(['b', 'a', 'b'])).toBe('"a" | "b"');
  });
});
