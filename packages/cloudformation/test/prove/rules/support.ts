import type { TemplateJson } from '@wayleave/cloudformation';
import { expect } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { applyPatch } from '../../../src/patch/apply-patch.ts';
import type { Proof } from '../../../src/prove/proof.ts';
import { prove } from '../../../src/prove/prove.ts';
import { validate } from '../../../src/validate/validate.ts';

const SEVERITIES = ['error', 'warning', 'info'];
const TODAY = new Date('2026-11-23');

/** What a finding is known by when the template around it changes. */
const nameOf = ({ id, logicalId, message }: Finding) => `${id} ${logicalId}: ${message}`;

const allowed = ({ hops }: Proof) => hops.filter(({ answer }) => answer === 'allowed').map(({ id }) => id);

const errors = (template: TemplateJson) =>
  validate(template, { today: TODAY })
    .filter(({ severity }) => severity === 'error')
    .map(nameOf);

/** The template with a finding's patch. */
export function patched(template: TemplateJson, { patch }: Finding): TemplateJson {
  // A patched template is a template.
  return applyPatch(template, patch ?? []) as TemplateJson;
}

/**
 * A patch is right: it leaves every hop allowed that was, its finding is gone, nothing as bad or worse is found anew,
 * and the template is as valid as before.
 */
export function expectRight(template: TemplateJson, before: Proof, finding: Finding): void {
  const after = prove(patched(template, finding));
  const what = `${nameOf(finding)} ${JSON.stringify(finding.patch)}`;
  const still = new Set(allowed(after));
  expect(
    allowed(before).filter((id) => !still.has(id)),
    what,
  ).toEqual([]);
  expect(after.findings.map(nameOf), what).not.toContain(nameOf(finding));
  const known = new Set(before.findings.map(({ id, logicalId }) => `${id} ${logicalId}`));
  const asBad = after.findings.filter(
    ({ severity, id, logicalId }) =>
      SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(finding.severity) &&
      !known.has(`${id} ${logicalId}`),
  );
  expect(asBad.map(nameOf), what).toEqual([]);
  const invalid = new Set(errors(template));
  expect(
    errors(patched(template, finding)).filter((each) => !invalid.has(each)),
    what,
  ).toEqual([]);
}

/** Checks each patch of a template by itself, and all of them one after the other. */
export function expectAllRight(template: TemplateJson): number {
  const before = prove(template);
  const patches = before.findings.filter(({ patch }) => patch !== undefined);
  for (const finding of patches) expectRight(template, before, finding);
  let current = template;
  for (let turn = 0; ; turn++) {
    const next = prove(current).findings.find(({ patch }) => patch !== undefined);
    if (next === undefined) break;
    expect(turn, `${nameOf(next)} does not go`).toBeLessThan(100);
    current = patched(current, next);
  }
  const still = new Set(allowed(prove(current)));
  expect(allowed(before).filter((id) => !still.has(id))).toEqual([]);
  return patches.length;
}
