import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/finding.ts';
import { parseTemplate } from '../../src/parse/parse-template.ts';
import { prove } from '../../src/prove/prove.ts';
import type { TemplateJson } from '../../src/template-json.ts';
import { validate } from '../../src/validate/validate.ts';
import { type FindingEntry, readFindings } from './read-findings.ts';

const source = new URL('../../src/', import.meta.url);
const document = readFileSync(new URL('../../../../docs/findings.md', import.meta.url), 'utf8');
const entries = readFindings(document);
const ids = entries.map(({ id }) => id);
/** What SARIF calls a hop that is not allowed. */
const HOPS = { HopDenied: 'denied', HopUndecided: 'unknown' } as const;
const today = new Date('2026-11-23T00:00:00Z');

/** Every id that a member `id` of a finding is given, in the files below these folders. */
function idsGiven(...folders: readonly string[]): ReadonlySet<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(folder, source), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`${folder}${name}`, source), 'utf8')),
  );
  const members = files.flatMap((text) => [...text.matchAll(/\bid: ([^\n]*)/g)].map(([, value = '']) => value));
  return new Set(members.flatMap((value) => [...value.matchAll(/'([A-Z]\w+)'/g)].map(([, id = '']) => id)));
}

function idsOfValidation(): readonly string[] {
  const text = readFileSync(new URL('validate/finding-id.ts', source), 'utf8');
  return [...text.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, id = '']) => id);
}

/** What is said of a snippet, by the options that its first line names. */
function found(snippet: string): ReadonlyMap<string, readonly Severity[]> {
  const template = complete(snippet);
  const region = /^# wayleave prove --region (\S+)$/m.exec(snippet)?.[1];
  const { hops, findings } = prove(template, region === undefined ? {} : { region });
  const all = new Map<string, Severity[]>();
  const add = (id: string, severity: Severity) => all.set(id, [...(all.get(id) ?? []), severity]);
  for (const { id, severity } of [...validate(template, { today }), ...findings]) add(id, severity);
  if (hops.some(({ answer }) => answer === HOPS.HopDenied)) add('HopDenied', 'error');
  if (hops.some(({ answer }) => answer === HOPS.HopUndecided)) add('HopUndecided', 'warning');
  return all;
}

/** The template that a snippet stands for: with its long texts, and a resource where it is about none. */
function complete(snippet: string): TemplateJson {
  const text = snippet.replaceAll(/'…'(.*) # ([\d,]+) bytes$/gm, (_, rest: string, bytes: string) => {
    return `'${'x'.repeat(Number(bytes.replaceAll(',', '')))}'${rest}`;
  });
  const whole = /^Resources:/m.test(text) ? text : `${text}Resources: { Any: { Type: AWS::SNS::Topic } }\n`;
  return parseTemplate(whole, { file: 'findings.md' }).toJson({ validate: false });
}

describe('the document of findings', () => {
  it('has a heading for each id that validate() can give, and each that prove() can', () => {
    const given = idsGiven('prove/rules/', 'prove/model/');
    expect(given.size).toBeGreaterThan(45);
    expect([...ids].sort()).toEqual([...idsOfValidation(), ...given, ...Object.keys(HOPS)].sort());
  });

  it('has every group in its table of contents', () => {
    const groups = [...document.matchAll(/^## (.+)$/gm)].map(([, name = '']) =>
      name.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
    );
    const linked = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(linked).toEqual(groups);
  });

  it.each(entries)('$id: its snippet is found, as severe as it says', (entry: FindingEntry) => {
    const severities = found(entry.faulty).get(entry.id);
    expect([...(severities ?? ['not found'])]).toEqual(
      (severities ?? entry.severities).filter((each) => entry.severities.includes(each)),
    );
    expect(entry.fix).not.toBe('');
  });

  it.each(entries.filter(({ mended }) => mended !== undefined))('$id: its fix is right', ({ id, mended = '' }) => {
    expect([...found(mended).keys()]).not.toContain(id);
  });
});
