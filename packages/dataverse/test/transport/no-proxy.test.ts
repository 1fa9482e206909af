import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noProxyList } from '../../src/transport/no-proxy.ts';

describe('noProxyList', () => {
  it.each([
    ['*', 'contoso.com', true],
    ['', 'contoso.com', false],
    ['contoso.com', 'contoso.com', true],
    ['contoso.com', 'CRM.Contoso.COM', true],
    ['.contoso.com', 'crm.contoso.com', true],
    ['.contoso.com', 'contoso.com', true],
    ['*.contoso.com', 'crm.contoso.com', true],
    ['contoso.com', 'notcontoso.com', false],
    ['contoso.com', 'contoso.com.example', false],
    ['a, contoso.com b', 'contoso.com', true],
    ['contoso.com:443', 'contoso.com', true],
    ['contoso.com:8443', 'contoso.com', false],
    ['contoso.com', 'contoso.com.', true],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.0.0.0/8', 'ten.example', false],
    ['10.0.0.0/99', '10.0.0.0', false],
    ['fd00::/8', 'fd00::1', true],
    ['::1', '::1', true],
    ['[::1]:443', '::1', true],
    ['[::1]:8443', '::1', false],
    ['0.0.1', '127.0.0.1', false],
  ])('%s and %s: %s', (list, host, expected) => {
    expect(noProxyList(list)(host, 443)).toBe(expected);
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '*', ':', '/', '[', ']', '1', ' ', ',') }),
        fc.webAuthority(),
        (list, host) => {
          expect(typeof noProxyList(list)(host, 443)).toBe('boolean');
        },
      ),
    );
  });
});
