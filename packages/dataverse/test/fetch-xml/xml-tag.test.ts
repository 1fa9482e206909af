import { ConfigurationError, guid } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fetchXml } from '../../src/fetch-xml/fetch-xml.ts';
import { xml } from '../../src/fetch-xml/xml-tag.ts';
import { readTree } from '../../src/generator/xml/read-tree.ts';
import { clientTo, ID } from '../support/client.ts';
import { askedBy, isXml } from './service.ts';

describe('xml`…`', () => {
  it('brings any text through an attribute and through an element unchanged', () => {
    const text = fc.string({ unit: 'grapheme' }).filter(isXml);
    fc.assert(
      fc.property(text, text, (value, other) => {
        const written = xml`<fetch a="${value}" b='${value}'><value>${other}</value></fetch>`.toString();
        const { attributes, children } = readTree(written);
        expect([attributes.get('a'), attributes.get('b')]).toEqual([value, value]);
        expect(children.map((child) => [child.name, child.text])).toEqual([['value', other]]);
      }),
      { numRuns: 300, examples: [[`x" operator='ne' & <b>]]>\t\r\n`, '<!-- -->&#10;']] },
    );
  });

  it('writes each kind of value', () => {
    const text = xml`${'O\'B & "x"'} ${1.5} ${10n} ${true} ${new Date('2026-01-02T03:04:05Z')} ${guid(ID.toUpperCase())}`;
    expect(text.toString()).toBe(`O&#39;B &#38; &#34;x&#34; 1.5 10 true 2026-01-02T03:04:05Z ${ID}`);
  });

  it('takes what it has made, alone and in lists, as it is', () => {
    const values = ['a & b', 'c'].map((city) => xml`<value>${city}</value>`);
    const condition = xml`<condition attribute="city" operator="in">${values}</condition>`;
    expect(xml`<filter>${condition}</filter>`.toString()).toBe(
      '<filter><condition attribute="city" operator="in"><value>a &#38; b</value><value>c</value></condition></filter>',
    );
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a control character', 'a\u0000b'],
    ['half of a pair', 'a\ud800'],
    ['no number', Number.NaN],
    ['no date', new Date(Number.NaN)],
    ['an object that pretends', { xml: '<value/>', toString: () => '<value/>' }],
    ['a list of texts', [1, null]],
  ])('refuses %s', (_, value) => {
    // @ts-expect-error the types refuse most of it
    expect(() => xml`<fetch a="${value}"/>`).toThrow(ConfigurationError);
  });

  it('is taken by fetchXml()', async () => {
    const { client, server } = await clientTo(() => ({ body: { value: [] } }));
    const name = `"/><x/>' & R+D`;
    const text = xml`<fetch><entity name="account"><filter><condition value="${name}"/></filter></entity></fetch>`;
    await fetchXml(client.table('accounts'), text).all();
    const [request] = server.requests;
    const condition = readTree(request ? askedBy(request).xml : '').children[0]?.children[0]?.children[0];
    expect(condition?.attributes.get('value')).toBe(name);
  });
});
