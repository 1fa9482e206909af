import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { widthOf, wrap } from '../../../src/prove/report/columns.ts';
import { exitCodeOf, summarise, summaryLine } from '../../../src/prove/report/summary.ts';
import { renderHop, renderText } from '../../../src/prove/report/text.ts';
import { confusedDeputy, hop, outside, reference, reportOf, resource, troubled } from './fixtures.ts';

describe('renderText', () => {
  it('is the road with a mark on each hop, aligned, and one line that sums up', () => {
    expect(renderText(reportOf(reference))).toBe(
      [
        '✓ Topic ──invoke──▶ Function                     allowed   Permission "UploadsInvoke": sns.amazonaws.com, SourceArn = Uploads',
        '✓ Function ──assume──▶ Role                      allowed   Trust policy of Role: lambda.amazonaws.com',
        '✓ Function ──write logs──▶ /aws/lambda/Function  allowed   Role policy "logs": logs:*',
        '',
        'All 3 hops are authorised.',
        '',
      ].join('\n'),
    );
  });

  it('shows of a denied hop where it is wired, in which scenarios, and the fix', () => {
    const text = renderText(reportOf(troubled));
    expect(text).toMatch(/^✗ Uploads ──redrive──▶ UndeliveredQueue +DENIED +QueuePolicy has no statement/m);
    expect(text).toMatch(/^ +when +IsProduction = true$/m);
    expect(text).toMatch(/^ +at +Resources\.UploadsToProcessor$/m);
    expect(text).toMatch(
      /^ +fix +set Principal of UploadsInvoke to sns\.amazonaws\.com \(wayleave prove --fix\)$/m,
    );
    expect(text).toMatch(/^ +check +In account 444455556666/m);
    expect(text).toContain(
      '3 of 6 hops are not authorised, 1 of 6 hops cannot be decided from the template.',
    );
  });

  it('shows findings after the hops, by severity, with place, cause and fix', () => {
    const text = renderText(
      reportOf(reference, [confusedDeputy, { ...confusedDeputy, id: 'Wide', severity: 'warning' }], {
        subject: { name: 'stack.yaml', positionOf: () => ({ line: 12, column: 7 }) },
      }),
    );
    const places = [
      'All 3',
      'Errors',
      '(ConfusedDeputy)',
      'stack.yaml:12:7',
      'cause',
      'fix',
      'Warnings',
      '(Wide)',
    ].map((part) => text.indexOf(part));
    expect(places.slice(1)).toEqual([...places.slice(1)].sort((a, b) => a - b));
    expect(places.every((at) => at >= 0)).toBe(true);
    expect(text.trimEnd().split('\n').at(-1)).toBe('All 3 hops are authorised; 1 error, 1 warning.');
  });

  it('begins with what makes the template invalid', () => {
    const text = renderText(
      reportOf(reference, [], { validation: [{ ...confusedDeputy, id: 'UnknownProperty' }] }),
    );
    expect(text).toMatch(/^The template is not valid\n✗ Permission lets.*\(UnknownProperty\)\n/);
  });

  it.each([40, 60, 72, 80, 100, 132])('keeps within %i columns, and loses nothing', (width) => {
    const long = hop(
      resource('A'.repeat(120)),
      'invoke',
      outside(`arn:aws:lambda:eu-west-1:1:function:${'b'.repeat(90)}`),
      {
        answer: 'denied',
        because: 'x'.repeat(200),
      },
    );
    const text = renderText(reportOf([...troubled, long], [confusedDeputy]), { width, verbose: true });
    // An address is whole, so that it can be followed.
    const lines = text.split('\n').filter((line) => !/^ +(?:see +)?https:\/\/\S+$/.test(line));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(text).toContain(confusedDeputy.documentation);
    expect(text.match(/A/g)?.length).toBeGreaterThanOrEqual(120);
    expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(200);
  });

  it('says the cause and the fix of like findings once', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...confusedDeputy,
      message: `Permission${index} lets any topic invoke.`,
      path: ['Resources', `Permission${index}`],
    }));
    const text = renderText(reportOf(reference, [...many, { ...confusedDeputy, cause: 'Another cause.' }]));
    expect(text.match(/^✗ Permission\d+ lets any topic invoke\. \(ConfusedDeputy\)$/gm)).toHaveLength(100);
    expect(text.match(/^ +at +Resources\.Permission\d+$/gm)).toHaveLength(100);
    expect(text.match(/^ +cause /gm)).toHaveLength(2);
    expect(text.match(/^ +fix /gm)).toHaveLength(2);
  });

  it('leaves reasons room: below the hops where there is little beside them', () => {
    const narrow = renderText(reportOf(reference), { width: 80 }).split('\n');
    expect(narrow.slice(0, 2)).toEqual([
      '✓ Topic ──invoke──▶ Function',
      '    allowed   Permission "UploadsInvoke": sns.amazonaws.com, SourceArn = Uploads',
    ]);
    expect(renderText(reportOf(reference), { width: 120 })).toMatch(/^✓ Topic ──invoke──▶ Function +allowed/);
  });

  it('says the same with colours as without', () => {
    const report = reportOf(troubled, [confusedDeputy]);
    const plain = renderText(report, { width: 100 });
    const coloured = renderText(report, { width: 100, colour: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it('shows each question with its statement when asked', () => {
    const text = renderText(reportOf(troubled), { verbose: true });
    expect(text).toContain('sns.amazonaws.com: lambda:InvokeFunction on VideoProcessor');
    expect(text).toMatch(/lacks +the permission names s3\.amazonaws\.com/);
    expect(renderText(reportOf(troubled))).not.toContain('lacks');
  });

  it('lets no name write over the terminal', () => {
    const hostile = hop(outside('a\u001b[2Jb\rc\u202ed'), 'publish', 'Topic', { because: 'x\u0007\ny' });
    expect(renderText(reportOf([hostile]))).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(renderHop(hostile)).toContain('x\ufffd y');
  });
});

describe('summaries', () => {
  it.each([
    [[], 'No hop was found in this template.'],
    [reference.slice(0, 1), 'The one hop is authorised.'],
    [troubled.slice(1, 2), '1 of 1 hop is not authorised.'],
    [[...reference.slice(0, 2), ...troubled.slice(2, 3)], '1 of 3 hops is not authorised.'],
    [troubled.slice(0, 1), '1 of 1 hop cannot be decided from the template.'],
  ])('says in one line what it comes to', (hops, line) => {
    expect(summaryLine(summarise(reportOf(hops)))).toBe(line);
  });

  it('says of validation alone whether the template is valid', () => {
    const subject = { name: 'x' };
    expect(summaryLine(summarise({ subject, validation: [] }))).toBe('The template is valid.');
    expect(summaryLine(summarise({ subject, validation: [confusedDeputy] }))).toBe(
      'The template is not valid; 1 error.',
    );
  });

  it('fails for denials and errors, and strictly for the unknown and warnings', () => {
    const code = (...given: Parameters<typeof reportOf>) => {
      const summary = summarise(reportOf(...given));
      return [exitCodeOf(summary), exitCodeOf(summary, true)];
    };
    expect(code(reference)).toEqual([0, 0]);
    expect(code(troubled)).toEqual([1, 1]);
    expect(code(troubled.slice(0, 1))).toEqual([0, 1]);
    expect(code(reference, [confusedDeputy])).toEqual([1, 1]);
    expect(code(reference, [{ ...confusedDeputy, severity: 'warning' }])).toEqual([0, 1]);
    expect(code(reference, [{ ...confusedDeputy, severity: 'info' }])).toEqual([0, 0]);
  });
});

describe('wrap', () => {
  it('breaks names after their marks and before capitals', () => {
    expect(wrap('arn:aws:iam::1:role/UploaderRole', 20)).toEqual(['arn:aws:iam::1:role/', 'UploaderRole']);
    expect(wrap('VideoProcessorExecutionRole', 16)).toEqual(['VideoProcessor', 'ExecutionRole']);
  });

  it('counts wide characters as two', () => {
    expect(widthOf('動画')).toBe(4);
    expect(wrap('動画処理', 4)).toEqual(['動画', '処理']);
  });
});
