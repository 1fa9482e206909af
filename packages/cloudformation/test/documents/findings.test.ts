import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { parseTemplate } from '../../src/parse/parse-template.ts';
import { applyPatch } from '../../src/patch/apply-patch.ts';
import { prove } from '../../src/prove/prove.ts';
import type { TemplateJson } from '../../src/template-json.ts';
import { validate } from '../../src/validate/validate.ts';
import { readFindings } from './read-findings.ts';

const source = new URL('../../src/', import.meta.url);
const document = readFileSync(new URL('../../../../docs/findings.md', import.meta.url), 'utf8');
const entries = readFindings(document);
const ids = entries.map(({ id }) => id);
/** What SARIF calls a hop that is not allowed. */
const HOPS = {
  denied: { id: 'HopDenied', severity: 'error' },
  unknown: { id: 'HopUndecided', severity: 'warning' },
} as const;
const today = new Date('2026-11-23T00:00:00Z');

/** Every id that a member `id` of a finding is given, in the files below these folders. */
function idsGiven(...folders: readonly string[]): ReadonlySet<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(folder, source), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`${folder}${name}`, source), 'utf8')),
  );
  const members = files.flatMap((text) =>
    [...text.matchAll(/\bid: ([^\n]*)/g)].map(([, value = '']) => value),
  );
  return new Set(members.flatMap((value) => [...value.matchAll(/'([A-Z]\w+)'/g)].map(([, id = '']) => id)));
}

function idsOfValidation(): readonly string[] {
  const text = readFileSync(new URL('validate/finding-id.ts', source), 'utf8');
  return [...text.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, id = '']) => id);
}

/** What is said of the template of a snippet, by the options that its first line names. */
function found(
  snippet: string,
  template = complete(snippet),
): readonly Pick<Finding, 'id' | 'severity' | 'patch'>[] {
  const region = /^# wayleave prove --region (\S+)$/m.exec(snippet)?.[1];
  const { hops, findings } = prove(template, region === undefined ? {} : { region });
  return [
    ...validate(template, { today }),
    ...findings,
    ...hops.flatMap(({ answer }) => (answer === 'allowed' ? [] : [HOPS[answer]])),
  ];
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
    expect([...ids].sort()).toEqual(
      [...idsOfValidation(), ...given, ...Object.values(HOPS).map(({ id }) => id)].sort(),
    );
  });

  it('has every group in its table of contents', () => {
    const groups = [...document.matchAll(/^## (.+)$/gm)].map(([, name = '']) =>
      name.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
    );
    const linked = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(linked).toEqual(groups);
  });

  it.each(entries)('$id: its snippet is found, as severe as it says', ({ id, severities, faulty, fix }) => {
    const own = found(faulty).filter((each) => each.id === id);
    expect(own.length).toBeGreaterThan(0);
    for (const { severity } of own) expect(severities).toContain(severity);
    expect(fix).not.toBe('');
  });

  it.each(entries)(
    '$id: the patch, where there is one, and the fix that is written out are right',
    (entry) => {
      const { id, faulty, mended } = entry;
      const idsIn = (template?: TemplateJson) => found(faulty, template).map((each) => each.id);
      for (const { patch } of found(faulty).filter((each) => each.id === id)) {
        // A patched template is a template.
        if (patch !== undefined)
          expect(idsIn(applyPatch(complete(faulty), patch) as TemplateJson)).not.toContain(id);
      }
      if (mended !== undefined) expect(idsIn(complete(mended))).not.toContain(id);
    },
  );
});
