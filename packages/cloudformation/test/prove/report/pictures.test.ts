import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMermaid } from '../../../src/prove/report/mermaid.ts';
import { renderSvg } from '../../../src/prove/report/svg/render-svg.ts';
import { hop, large, outside, reference, reportOf, resource, troubled } from './fixtures.ts';

const hostile = `</text><script>alert(1)</script>"'&]]> \u0000\u001b\ud800 \`"]; end`;

/** Checks that XML is well-formed, as far as this picture goes: tags match, no bare `<` or `&`. */
function checkXml(xml: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [tag, close, name = '', attributes = '', empty] of xml.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    names.push(name);
    if (close) expect(open.pop(), tag).toBe(name);
    else if (!empty) open.push(name);
    expect(attributes).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  }
  expect(open).toEqual([]);
  const text = xml.replace(/<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, '');
  expect(text).not.toContain('<');
  expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not allow them, and that is what is checked
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  return names;
}

describe('renderSvg', () => {
  it('draws each place once and each hop with its mark', () => {
    const svg = renderSvg(reportOf(reference));
    checkXml(svg);
    expect(svg.match(/>Function</g)).toHaveLength(1);
    expect(svg).toContain('✓ invoke');
    expect(svg).toContain('All 3 hops are authorised.');
  });

  it('says at a denied hop why, and dashes what is unknown', () => {
    const svg = renderSvg(reportOf(troubled));
    expect(svg.match(/class="pill denied"/g)).toHaveLength(3);
    expect(svg.match(/class="pill unknown"/g)).toHaveLength(1);
    expect(svg).toContain('>QueuePolicy has no statement for</text>');
    expect(svg).toMatch(/\.arrow\.unknown\{[^}]*stroke-dasharray/);
  });

  it('has words for who does not see it, both colour schemes, and nothing from elsewhere', () => {
    const svg = renderSvg(reportOf(troubled));
    expect(svg).toContain('role="img" aria-labelledby="road-title road-words"');
    expect(svg).toMatch(/<title id="road-title">stack.yaml: 3 of 6 hops/);
    expect(svg).toMatch(/<desc id="road-words">.*Uploads to UndeliveredQueue, redrive: not authorised/);
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    const names = new Set(checkXml(svg));
    for (const name of ['script', 'image', 'foreignObject', 'use', 'a', 'link'])
      expect(names).not.toContain(name);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('draws a hop of a place to itself in its card', () => {
    const svg = renderSvg(reportOf([hop('Function', 'invoke', 'Function')]));
    checkXml(svg);
    expect(svg).toContain('↻ ✓ invoke');
  });

  it('draws a large road with cycles', () => {
    const svg = renderSvg(reportOf(large()));
    checkXml(svg);
    expect(svg.match(/class="pill /g)).toHaveLength(49);
    expect(svg).not.toContain('NaN');
  });

  it('is a picture for no hop, too', () => {
    const svg = renderSvg(reportOf([]));
    checkXml(svg);
    expect(svg).toContain('No hop was found in this template.');
  });

  it('stays well-formed whatever things are called', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(hostile), fc.string({ unit: 'binary', maxLength: 60 })), (name) => {
        const names = checkXml(
          renderSvg(
            reportOf(
              [
                hop(resource(name, name), 'publish', outside(name), {
                  answer: 'denied',
                  because: name,
                  when: [name],
                }),
                hop(outside(name), 'use', outside(name), { because: name }),
              ],
              [],
              { subject: { name } },
            ),
          ),
        );
        expect(names).not.toContain('script');
      }),
    );
  });
});

describe('renderMermaid', () => {
  it('is a flowchart with red and dotted arrows', () => {
    expect(
      renderMermaid(reportOf([...reference.slice(0, 1), ...troubled.slice(0, 1), ...troubled.slice(2, 3)])),
    ).toBe(
      [
        'flowchart LR',
        '  n0["Topic<br/>SNS Topic"]',
        '  n1["Function<br/>Lambda Function"]',
        '  n2["arn:aws:iam::444455556666:role/PartnerUploaderWithAVeryLongName<br/>not in this template"]',
        '  n3["Uploads<br/>SNS Topic"]',
        '  n4["UndeliveredQueue<br/>SQS Queue"]',
        '  n0 -->|"✓ invoke"| n1',
        '  n2 -.->|"? publish: The role is in another account, and its policies are not in this template"| n3',
        '  n3 -->|"✗ redrive: QueuePolicy has no statement for sns.amazonaws.com"| n4',
        '  linkStyle 2 stroke:#d92d20,stroke-width:2px,color:#d92d20',
        '  linkStyle 1 stroke:#b54708,color:#b54708',
        '',
      ].join('\n'),
    );
  });

  it('lets no name leave its label', () => {
    const text = renderMermaid(
      reportOf([hop(resource(hostile), 'use', outside(hostile), { answer: 'denied', because: hostile })]),
    );
    const label = '[^"<>`\\]\\[{}|\\u0000-\\u001f]*';
    for (const line of text.trimEnd().split('\n').slice(1))
      expect(line).toMatch(
        new RegExp(
          `^ {2}(n\\d\\["${label}<br/>${label}"\\]|n\\d -->\\|"${label}"\\| n\\d|linkStyle 0 [-a-z0-9:#,]+)$`,
        ),
      );
  });
});
