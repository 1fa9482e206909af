import { existsSync, readFileSync } from 'node:fs';
import { type CsdlModel, chooseTables, parseCsdl } from '@wayleave/dataverse/generator';
import { beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, moduleOf } from './support.ts';

const csdl = `${process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'}/dataverse/csdl/crm4-v9.1.xml`;
const isPresent = existsSync(csdl);
if (!isPresent) console.warn(`No $metadata at ${csdl}; its tests are skipped (WAYLEAVE_CORPORA).`);

describe.skipIf(!isPresent)('the metadata of a real environment (needs WAYLEAVE_CORPORA)', () => {
  let model: CsdlModel;
  beforeAll(() => {
    model = parseCsdl(readFileSync(csdl, 'utf8'));
  });

  it('is read whole', () => {
    expect(model.entityTypes.size).toBe(300);
    expect(model.complexTypes.size).toBe(349);
    expect(model.enumTypes.size).toBe(51);
    expect(model.entitySets.size).toBe(269);
    expect(model.actions).toHaveLength(184);
    // 59 bound ones and 70 imports; the others are for filters.
    expect(model.functions).toHaveLength(129);
  });

  it('has each overload of a function that is bound to many tables', () => {
    const overloads = model.functions.filter(({ name }) => name === 'RetrieveUnpublished');
    expect(new Set(overloads.map(({ boundTo }) => boundTo?.name)).size).toBe(12);
  });

  it('has 969 relations of users, of which those among the chosen tables are written', () => {
    const [user] = chooseTables(model, ['systemuser']);
    expect(user?.navigation).toHaveLength(969);
    const module = moduleOf(model, 'account', 'contact', 'systemuser');
    expect(bodyOf(module, 'SystemuserTable').match(/^ {4}\w/gm)).toHaveLength(24);
    expect(Buffer.byteLength(module)).toBeLessThan(45_000);
  });

  it('has tables with a base: their columns and keys are there', () => {
    const [email] = chooseTables(model, ['email']);
    expect(email?.id).toBe('activityid');
    expect(email?.properties.map(({ name }) => name)).toContain('subject');
  });

  it('has columns and a relation that differ in case only', () => {
    const create = bodyOf(moduleOf(model, 'feedback'), 'FeedbackCreate');
    expect(create.match(/^ {2}feedbackid\?:.*$/gim)).toEqual([
      '  feedbackid?: string;',
      '  FeedbackId?: FeedbackCreate;',
    ]);
  });

  it('has alternate keys', () => {
    expect(bodyOf(moduleOf(model, 'canvasapp'), 'CanvasappTable')).toMatch(/keys: \{ .*\bname: string\b/);
  });
});
