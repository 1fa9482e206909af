import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataverseError } from '../../src/dataverse/errors.ts';
import { parseFilter } from '../../src/dataverse/odata/filter-parser.ts';
import { stringLiteral } from '../../src/dataverse/odata/lexer.ts';
import { likeToGlob } from '../../src/dataverse/odata/like.ts';
import { createOrg } from './harness.ts';

const parse = (text: string) => parseFilter(text, new Map(), '0x80060888');

const WORDS = [
  'name',
  'eq',
  'ne',
  'and',
  'or',
  'not',
  '(',
  ')',
  ',',
  '/',
  "'a'",
  "'",
  'null',
  '1',
  'contains(',
  '@p',
  '[',
];

describe('the $filter parser', () => {
  it('answers any text with a filter or a refusal', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((w) => w.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DataverseError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads back every string it is given as a literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parse(`name eq ${stringLiteral(text)}`)).toEqual({
          kind: 'compare',
          operator: 'eq',
          left: { kind: 'path', segments: ['name'] },
          right: { kind: 'string', text },
        });
      }),
    );
  });

  it('binds not before and before or', () => {
    expect(parse('a or not b and c')).toMatchObject({
      kind: 'or',
      left: { kind: 'flag' },
      right: { kind: 'and', left: { kind: 'not' }, right: { kind: 'flag' } },
    });
  });

  it('says where a literal is not terminated', () => {
    expect(() => parse("lastname eq 'O'Bryan'")).toThrow(
      "There is an unterminated literal at position 21 in 'lastname eq 'O'Bryan''.",
    );
  });

  it('refuses endless nesting and endless conditions', () => {
    expect(() => parse('('.repeat(100_000))).toThrow('more than 20 levels of parentheses');
    expect(() => parse(Array(501).fill('a').join(' or '))).toThrow(
      'Number of conditions in query exceeded maximum limit.',
    );
  });

  it.each([
    'a add 1 eq 2',
    'year(createdon) eq 2020',
    'x/any(o:o/y eq 1)',
    'Microsoft.Dynamics.CRM.Today(PropertyName=1)',
  ])('says of %s that it is not built', (text) => {
    expect(() => parse(text)).toThrow('is not supported by the local Dataverse service.');
  });

  it('writes the wildcards of the service as those of the store', () => {
    expect(likeToGlob('a%b_c[d-f]*?[')).toBe('a*b?c[d-f][*][?][[]');
  });
});

describe('$filter on rows', () => {
  async function names(filter: string): Promise<unknown> {
    const org = createOrg();
    const rows = [
      { cwl_name: "O'Brien", cwl_width: 640, cwl_public: true, cwl_day: '2026-01-02', cwl_duration: 1.5 },
      { cwl_name: 'ÉCLAIR', cwl_width: 1280, cwl_public: false, cwl_recorded: '2026-01-02T03:04:05Z' },
      { cwl_name: '50% off', cwl_notes: '50% OFF' },
    ];
    for (const body of rows) await org.call('cwl_videos', { method: 'POST', body });
    const answer = await org.call(`cwl_videos?$select=cwl_name&$filter=${encodeURIComponent(filter)}`);
    return answer.status === 200 ? answer.value.map((row) => row['cwl_name']) : answer.error;
  }
  const [brien, eclair, off] = ["O'Brien", 'ÉCLAIR', '50% off'];

  it.each([
    ["cwl_name eq 'o''brien'", [brien]],
    ["cwl_name eq 'éclair'", [eclair]],
    ["cwl_name ne 'éclair'", [brien, off]],
    ['cwl_width gt 640', [eclair]],
    ['cwl_width ge 640 and cwl_width lt 1280', [brien]],
    ['not (cwl_width gt 640)', [brien, off]],
    ['cwl_width eq null', [off]],
    ['cwl_width ne null', [brien, eclair]],
    ['cwl_width ne 640', [eclair, off]],
    ['640 lt cwl_width', [eclair]],
    ['cwl_duration le 1.5', [brien]],
    ['cwl_public eq true', [brien]],
    ['cwl_public', [brien]],
    ['cwl_recorded ge 2026-01-02T03:04:05Z', [eclair]],
    ['cwl_day eq 2026-01-02', [brien]],
    ["contains(cwl_name,'BRIE')", [brien]],
    ["startswith(cwl_name,'50') or endswith(cwl_name,'air')", [eclair, off]],
    ["contains(cwl_name,'o_b')", [brien]],
    ['cwl_name eq cwl_notes', [off]],
    ["createdby/fullname eq '# ADMIN' and cwl_width eq 640", [brien]],
    ["createdby/businessunitid/name eq 'nowhere'", []],
    ['_cwl_uploader_value eq bbbbbbbb-0000-4000-8000-000000000001', []],
    ['cwl_Uploader eq null and cwl_public', [brien]],
    [
      'Microsoft.Dynamics.CRM.In(PropertyName=\'cwl_name\',PropertyValues=["éclair","O\'Brien"])',
      [brien, eclair],
    ],
    [
      'Microsoft.Dynamics.CRM.NotIn(PropertyName=\'cwl_width\',PropertyValues=["640"]) and cwl_width ne null',
      [eclair],
    ],
  ])('%s', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it.each([
    [
      "cwl_nme eq 'a'",
      '0x0',
      "Could not find a property named 'cwl_nme' on type 'Microsoft.Dynamics.CRM.cwl_video'.",
    ],
    [
      "createdby/nme eq 'a'",
      '0x0',
      "Could not find a property named 'nme' on type 'Microsoft.Dynamics.CRM.systemuser'.",
    ],
    [
      "cwl_width eq 'a'",
      '0x80060888',
      "A binary operator with incompatible types was detected. Found operand types 'Edm.Int32' and 'Edm.String' for operator kind 'Equal'.",
    ],
    ['cwl_name', '0x80060888', 'The $filter expression must evaluate to a single boolean value.'],
    ['cwl_name eq', '0x80060888', "Syntax error at position 11 in 'cwl_name eq'."],
  ])('refuses %s', async (filter, code, message) => {
    expect(await names(filter)).toEqual({ code, message });
  });

  it('takes values from parameter aliases; one without a value is null', async () => {
    const org = createOrg();
    await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'a' } });
    expect(
      (await org.call("cwl_videos?$filter=cwl_name eq @n and cwl_width eq @w&@n='A'")).value,
    ).toHaveLength(1);
  });

  it('keeps what a filter says out of the SQL', async () => {
    expect(await names("cwl_name eq '''; drop table cwl_video; --'")).toEqual([]);
  });
});
