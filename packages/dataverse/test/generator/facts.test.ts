import { existsSync, readFileSync } from 'node:fs';
import { CsdlError, joinFacts, readFacts } from '@wayleave/dataverse/generator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture } from './support.ts';

const corpora = process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora';
const recorded = `${corpora}/dataverse/fixtures`;

describe('readFacts', () => {
  it('reads definitions with their attributes', () => {
    const account = readFacts(JSON.parse(fixture('account-definition.json'))).get('account');
    expect(account?.columns.get('lastonholdtime')).toEqual({ canCreate: false, canUpdate: false });
    expect(account?.columns.get('statuscode')?.choice).toEqual({
      globalName: undefined,
      options: [
        { value: 2, label: 'Not active' },
        { value: 1, label: 'Active' },
      ],
    });
    expect(account?.columns.get('new_colours')?.choice?.globalName).toBe('new_colour');
    expect(account?.columns.get('donotfax')).toEqual({});
  });

  it('reads attributes of a table, which is told by the context or the caller', () => {
    const attributes = { value: [{ LogicalName: 'name', IsValidForUpdate: true }] };
    const context = "https://x/api/data/v9.2/$metadata#EntityDefinitions('lead')/Attributes(LogicalName)";
    expect([...readFacts({ '@odata.context': context, ...attributes }).keys()]).toEqual(['lead']);
    expect([...readFacts(attributes, 'contact').keys()]).toEqual(['contact']);
    expect(() => readFacts(attributes)).toThrow(CsdlError);
  });

  it('reads alternate keys', () => {
    const definition = { LogicalName: 'account', Attributes: [], Keys: [{ KeyAttributes: ['a', 'b'] }] };
    expect(readFacts(definition).get('account')?.keys).toEqual([['a', 'b']]);
  });

  it('joins what several answers tell of a column', () => {
    const first = readFacts({ value: [{ LogicalName: 'a', IsValidForCreate: true }] }, 't');
    const options = [{ Value: 1, Label: {} }];
    const second = readFacts({ value: [{ LogicalName: 'a', OptionSet: { Options: options } }] }, 't');
    expect(joinFacts(first, second).get('t')?.columns.get('a')).toEqual({
      canCreate: true,
      choice: { globalName: undefined, options: [{ value: 1, label: '' }] },
    });
  });

  it('reads or refuses any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          readFacts(json);
        } catch (reason) {
          expect(reason).toMatchObject({ code: 'ERR_CSDL_CHOICES' });
        }
      }),
    );
  });

  it.skipIf(!existsSync(recorded))('reads recorded answers (needs WAYLEAVE_CORPORA)', () => {
    const read = (file: string) => readFacts(JSON.parse(readFileSync(`${recorded}/${file}`, 'utf8')));
    const account = read('dataverse-gen/account-RetrieveMetadataChanges.json').get('account');
    expect(account?.columns.get('statecode')?.choice?.options).toEqual([
      { value: 0, label: 'Active' },
      { value: 1, label: 'Inactive' },
    ]);
    expect(account?.columns.get('industrycode')?.choice?.options).toHaveLength(33);
    const unit =
      'terraform/data_record_resource_Validate_Disable_On_Delete_get_entitydefinition_businessunit_attributes.json';
    expect(read(unit).get('businessunit')?.columns.size).toBe(92);
  });
});
