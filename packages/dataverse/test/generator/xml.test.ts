import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { CsdlError } from '../../src/generator/csdl-error.ts';
import { readTree, type XmlElement } from '../../src/generator/xml/read-tree.ts';
import { readXml } from '../../src/generator/xml/read-xml.ts';

interface Plain {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Plain | string)[];
}

const name = fc.stringMatching(/^[A-Za-zÄé_][A-Za-z0-9ü._-]{0,8}$/);
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  // fast-xml-parser would take these for names of its own objects, or trim them.
  .map((given) => given.replace(/(?![\t\n])\p{Cc}|\p{Surrogate}|[\uFFFE\uFFFF]/gu, ''));
const filled = text.filter((given) => given.trim() === given && given !== '');
const tree: fc.Arbitrary<Plain> = fc.letrec<{ node: Plain }>((tie) => ({
  node: fc.record({
    name,
    attributes: fc.dictionary(name, text, { maxKeys: 4 }),
    children: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.constant([]),
      filled.map((content) => [content]),
      fc.array(tie('node'), { maxLength: 4 }),
    ),
  }),
})).node;

const escaped = (given: string, quote: string) =>
  given
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&#62;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\t', '&#x9;')
    .replaceAll(quote, quote === '"' ? '&quot;' : '&apos;');

function written({ name, attributes, children }: Plain): string {
  const list = Object.entries(attributes).map(([key, value], index) => {
    const quote = index % 2 === 0 ? '"' : "'";
    return `\n ${key} = ${quote}${escaped(value, quote)}${quote}`;
  });
  if (children.length === 0) return `<${name}${list.join('')} />`;
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child, '"') : written(child)));
  return `<${name}${list.join('')}>${inner.join('<!-- a - b -->')}</${name}\n>`;
}

function plain({ name, attributes, children, text: own }: XmlElement): Plain {
  const inside = children.length > 0 ? children.map(plain) : own === '' ? [] : [own];
  return { name, attributes: Object.fromEntries(attributes), children: inside };
}

type Ordered = Readonly<Record<string, unknown>>;

function ofOracle(nodes: readonly Ordered[]): (Plain | string)[] {
  return nodes.map((node) => {
    const { ':@': attributes = {}, ...rest } = node;
    const [key, inner] = Object.entries(rest)[0] ?? ['', []];
    if (key === '#text') return String(inner);
    return {
      name: key,
      attributes: attributes as Record<string, string>, // the parser's form for them
      children: ofOracle(inner as Ordered[]),
    };
  });
}

const oracle = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

const failure = (source: string): unknown => {
  try {
    return readTree(source);
  } catch (reason) {
    return reason;
  }
};

describe('reading XML', () => {
  it('finds what was written, as fast-xml-parser does', () => {
    fc.assert(
      fc.property(tree, (given) => {
        const source = written(given);
        expect(plain(readTree(source))).toEqual(given);
        expect(ofOracle(oracle.parse(source) as Ordered[])).toEqual([given]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no damaged document that fast-xml-parser refuses, and ends with its own error', () => {
    const damage = fc.tuple(
      tree,
      fc.nat(),
      fc.constantFrom('<', '>', '&', '/', '"', "'", '=', ' ', ']]>', '<!--', 'a', ''),
    );
    fc.assert(
      fc.property(damage, ([given, place, change]) => {
        const source = written(given);
        const at = place % source.length;
        const broken = source.slice(0, at) + change + source.slice(at + 1);
        const result = failure(broken);
        if (result instanceof Error) expect(result).toBeInstanceOf(CsdlError);
        else expect(XMLValidator.validate(broken)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('reads or refuses any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        const result = failure(`<a>${source}</a>`);
        if (result instanceof Error) expect(result).toBeInstanceOf(CsdlError);
      }),
    );
  });

  it('decodes the five entities, numbers, CDATA and line ends', () => {
    const source =
      '\uFEFF<?xml version="1.0"?>\r\n<?note x?><a b="1\r\n2\t3&#10;4">&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;<![CDATA[<&\r\n]]>\r!</a>\n';
    const { attributes, text: content } = readTree(source);
    expect(attributes.get('b')).toBe('1 2 3\n4');
    expect(content).toBe('<&>"\'A\u{1F600}<&\n\n!');
  });

  it('resolves prefixes where they are declared', () => {
    const source =
      '<e:a xmlns:e="urn:1" xmlns="urn:2" xml:lang="de"><b/><c xmlns="urn:3" e:x="1"><d/></c><b/></e:a>';
    const names = [...readXml(source)].flatMap((event) =>
      event.kind === 'open' ? [`${event.namespace} ${event.name}`] : [],
    );
    expect(names).toEqual(['urn:1 a', 'urn:2 b', 'urn:3 c', 'urn:3 d', 'urn:2 b']);
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', /document type/],
    ['an entity of its own', '<a>&nbsp;</a>', /&nbsp; stands for no character/],
    ['a character reference to none', '<a>&#0;</a>', /stands for no character/],
    ['a reference to half a pair', '<a>&#xD800;</a>', /stands for no character/],
    ['one beyond Unicode', '<a>&#x110000;</a>', /stands for no character/],
    ['a bare ampersand', '<a>b & c</a>', /stands for no character/],
    ['a control character', '<a>\u0001</a>', /does not allow/],
    ['an element left open', '<a><b></b>', /<a> is not closed/],
    ['elements that overlap', '<a><b></a></b>', /<\/a> closes <b>/],
    ['two roots', '<a/><b/>', /second root/],
    ['text after the root', '<a/>b', /outside of the root/],
    ['nothing', ' ', /no element/],
    ['an attribute twice', '<a b="1" b="2"/>', /b twice/],
    ['an attribute without quotes', '<a b=1/>', /no attribute/],
    ['attributes without space', '<a b="1"c="2"/>', /no attribute/],
    ['a less-than in a value', '<a b="<"/>', /no attribute/],
    ['an undeclared prefix', '<x:a/>', /prefix x is not declared/],
    ['an undeclared prefix of an attribute', '<a x:b="1"/>', /prefix x is not declared/],
    ['the end of a CDATA section alone', '<a>]]></a>', /CDATA/],
    ['two hyphens in a comment', '<a><!-- b -- c --></a>', /comment/],
    ['a comment without end', '<a><!-- b</a>', /no --/],
    ['a name that is none', '<1/>', /no tag/],
  ])('refuses %s', (_, source, message) => {
    expect(failure(source)).toMatchObject({
      code: 'ERR_CSDL_XML',
      message: expect.stringMatching(message) as string,
    });
  });

  it('says where', () => {
    expect(failure('<a>\r\n  <b>\n  </c>\n</a>')).toMatchObject({ line: 3, column: 3 });
  });

  it('has limits of depth and length', () => {
    const deep = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    expect(failure(deep(64))).not.toBeInstanceOf(Error);
    expect(failure(deep(65))).toMatchObject({ code: 'ERR_CSDL_XML' });
    expect(() => [...readXml('<a>123</a>', { depth: 1, length: 9 })]).toThrow(/longer than 9/);
  });

  it('reads a comment and a text of megabytes', () => {
    const long = 'x - '.repeat(1_000_000);
    expect(readTree(`<a><!--${long}-->${long}<![CDATA[${long}]]></a>`).text).toHaveLength(8_000_000);
  });
});
