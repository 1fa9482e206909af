import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/parse/parse-template.ts';
import { reportJson } from '../../../src/prove/report/json.ts';
import { reportSarif } from '../../../src/prove/report/sarif.ts';
import type { SarifLog, SarifRegion } from '../../../src/prove/report/sarif-log.ts';
import { confusedDeputy, hop, reference, reportOf, troubled } from './fixtures.ts';

const text = `Resources:
  Uploads:
    Type: AWS::SNS::Topic
  UploadsInvoke: # who may
    Type: AWS::Lambda::Permission
    Properties:
      Principal: s3.amazonaws.com
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction`; // without a line end, on purpose

function fileReport(hops = troubled, findings = [confusedDeputy]) {
  const { positionOf } = parseTemplate(text);
  return reportOf(hops, findings, { subject: { name: 'infra/my stack.yaml', text, positionOf } });
}

/** What the schema of SARIF 2.1.0 and GitHub's code scanning ask for, of the members that are used. */
function checkLog(log: SarifLog): void {
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/sarif-2\.1\.0/);
  const [run] = log.runs;
  const { rules, name, semanticVersion } = run?.tool.driver ?? { rules: [] };
  expect(name).toBeTruthy();
  expect(semanticVersion).toMatch(/^\d+\.\d+\.\d+/);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    for (const each of [rule.shortDescription, rule.fullDescription, rule.help])
      expect(each.text).toMatch(/\S/);
    expect(rule.help.markdown).toMatch(/\S/);
    expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration.level);
  }
  for (const result of run?.results ?? []) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.message.text).toMatch(/\S/);
    expect(result.locations.length).toBeGreaterThan(0);
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:\d+$/);
    for (const { physicalLocation } of result.locations) {
      expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w.~%/-]+$/);
      expect(physicalLocation.artifactLocation.uri).not.toMatch(/^\//);
      expect(physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
      expect(physicalLocation.region.startColumn).toBeGreaterThanOrEqual(1);
    }
  }
  const prints = (run?.results ?? []).map((result) => result.partialFingerprints.primaryLocationLineHash);
  expect(new Set(prints).size).toBe(prints.length);
}

/** A text after a SARIF replacement. */
function replaceRegion(whole: string, region: SarifRegion, inserted: string): string {
  const starts = [0, ...[...whole.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number) => (starts[line - 1] ?? whole.length) + column - 1;
  const end = offset(region.endLine ?? region.startLine, region.endColumn ?? 1);
  return whole.slice(0, offset(region.startLine, region.startColumn)) + inserted + whole.slice(end);
}

describe('reportSarif', () => {
  it('has a result for each hop that is not allowed and each finding, at its place in the file', () => {
    const log = reportSarif(fileReport(), '1.2.3');
    checkLog(log);
    const results = log.runs[0]?.results ?? [];
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['HopUndecided', 'warning'],
      ['HopDenied', 'error'],
      ['HopDenied', 'error'],
      ['HopDenied', 'error'],
      ['ConfusedDeputy', 'error'],
    ]);
    const location = results[4]?.locations[0];
    expect(location?.physicalLocation).toEqual({
      artifactLocation: { uri: 'infra/my%20stack.yaml' },
      region: { startLine: 10, startColumn: 5 },
    });
    expect(location?.logicalLocations?.[0]?.fullyQualifiedName).toBe('Resources.Permission.Properties');
    expect(results[2]?.message.text).toContain('When IsProduction = true.');
  });

  it('has none where all is well', () => {
    const log = reportSarif(fileReport(reference, []), '1.2.3');
    checkLog(log);
    expect(log.runs[0]?.results).toEqual([]);
  });

  it('carries fixes that, applied as SARIF says, are the patched text', () => {
    const results = reportSarif(fileReport(), '1.2.3').runs[0]?.results ?? [];
    const applied = (at: number) => {
      const replacement = results[at]?.fixes?.[0]?.artifactChanges[0]?.replacements[0];
      if (replacement === undefined) throw new Error('no fix');
      return replaceRegion(text, replacement.deletedRegion, replacement.insertedContent.text);
    };
    expect(applied(1)).toBe(text.replace('s3.amazonaws.com', 'sns.amazonaws.com'));
    expect(applied(4)).toBe(`${text}\n      SourceArn: !Ref Topic`);
    expect(results[2]?.fixes).toBeUndefined();
  });

  it('points into the program that builds the template', () => {
    const source = { file: 'src/stack.ts', line: 14, column: 3 };
    const log = reportSarif(
      reportOf(
        troubled.map((each) => ({ ...each, source })),
        [{ ...confusedDeputy, source }],
        {
          subject: { name: 'src/stack.ts' },
        },
      ),
      '1.2.3',
    );
    checkLog(log);
    for (const { locations, fixes } of log.runs[0]?.results ?? []) {
      expect(locations[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: 'src/stack.ts' },
        region: { startLine: 14, startColumn: 3 },
      });
      expect(fixes).toBeUndefined();
    }
  });

  it('keeps fingerprints while lines move, and parts equal ones', () => {
    const prints = (log: SarifLog) =>
      log.runs[0]?.results.map((each) => each.partialFingerprints.primaryLocationLineHash);
    const moved = fileReport();
    const later = { ...moved, subject: { ...moved.subject, positionOf: () => ({ line: 99, column: 1 }) } };
    expect(prints(reportSarif(later, '1.2.3'))).toEqual(prints(reportSarif(moved, '1.2.3')));
    checkLog(reportSarif(fileReport(troubled, [confusedDeputy, confusedDeputy]), '1.2.3'));
  });

  it('keeps hostile names harmless', () => {
    const name = '../a b"\u0000\n<x>`[l](javascript:1)`';
    const log = reportSarif(
      reportOf([hop(name, 'publish', name, { answer: 'denied', because: name, path: [name] })], [], {
        subject: { name: 'a"b<c>.yaml' },
      }),
      '1.2.3',
    );
    checkLog(log);
    expect(JSON.stringify(log)).not.toContain('\\u0000');
  });
});

describe('reportJson', () => {
  it('is the proof with a version, and its findings worst first', () => {
    const warning = { ...confusedDeputy, id: 'Wide', severity: 'warning' as const };
    const json = reportJson(reportOf(troubled, [warning, confusedDeputy]));
    expect(json).toMatchObject({
      version: 1,
      template: 'stack.yaml',
      proven: false,
      summary: { hops: 6, denied: 3 },
    });
    expect(json.findings.map(({ id }) => id)).toEqual(['ConfusedDeputy', 'Wide']);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(reportJson(reportOf(reference)).proven).toBe(true);
    expect(reportJson(reportOf(reference, [], { validation: [confusedDeputy] })).proven).toBe(false);
  });
});
