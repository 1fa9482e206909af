import { ConfigurationError, odata } from '@wayleave/dataverse';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ColumnTypes, TableDefinition } from '../../src/metadata/definitions.ts';
import { metadata } from '../../src/metadata/metadata.ts';
import { enumMember } from '../../src/odata/literal.ts';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

const ROOT = '/api/data/v9.2/';

async function answering(body: unknown) {
  const { client, server } = await clientTo(() => ({ body }));
  const path = () => decodeURIComponent(server.requests.at(-1)?.path.replace(ROOT, '') ?? '');
  return { meta: metadata(client), path, server };
}

describe('tables', () => {
  it('are read with a selection, a filter on an enum, and all at once', async () => {
    const { meta, path, server } = await answering({ value: [{ MetadataId: ID, LogicalName: 'account' }] });
    const tables = await meta.tables({
      select: ['LogicalName', 'TableType'],
      filter: odata`OwnershipType eq ${enumMember('OwnershipTypes', 'UserOwned')} and IsCustomEntity eq ${true}`,
    });
    expect(path()).toBe(
      "EntityDefinitions?$select=LogicalName,TableType&$filter=OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned' and IsCustomEntity eq true",
    );
    expect(tables).toEqual([{ MetadataId: ID, LogicalName: 'account' }]);
    expect(server.requests[0]?.headers).not.toHaveProperty('consistency');
    expectTypeOf(tables[0]?.LogicalName).toEqualTypeOf<string | undefined>();
    expectTypeOf(tables[0]?.TableType).toBeUnknown();
  });

  it('are read one by one, by logical name or MetadataId', async () => {
    const { meta, path, server } = await answering({ MetadataId: ID, EntitySetName: 'accounts' });
    const table = await meta.table('account', { select: ['EntitySetName'], consistency: 'strong' });
    expectTypeOf(table.EntitySetName).toBeString();
    expectTypeOf(table.LogicalName).toEqualTypeOf<string | undefined>();
    expect(path()).toBe("EntityDefinitions(LogicalName='account')?$select=EntitySetName");
    expect(server.requests[0]?.headers).toMatchObject({ consistency: 'Strong' });
    const whole = await meta.table(ID);
    expectTypeOf(whole.DisplayName).toEqualTypeOf<TableDefinition['DisplayName']>();
    expect(path()).toBe(`EntityDefinitions(${ID})`);
  });

  it('cannot be named so that they break out of the path', async () => {
    const { meta, path, server } = await answering({ MetadataId: ID });
    await meta.table("a')/Attributes('b");
    expect(path()).toBe("EntityDefinitions(LogicalName='a'')/Attributes(''b')");
    expect(await rejection(meta.table(''))).toBeInstanceOf(ConfigurationError);
    expect(await rejection(meta.tables({ select: ['a&$filter=b'] }))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(1);
  });

  it('are an error when the answer has none', async () => {
    const { meta } = await answering({ error: 'none' });
    expect(await rejection(meta.tables())).toMatchObject({ code: 'ERR_DATAVERSE_RESPONSE' });
  });
});

describe('columns', () => {
  it('are read as what all have, or as those of one type', async () => {
    const { meta, path } = await answering({ value: [] });
    await meta.columns('account', {
      filter: odata`AttributeType eq ${enumMember('AttributeTypeCode', 'Picklist')}`,
    });
    expect(path()).toBe(
      "EntityDefinitions(LogicalName='account')/Attributes?$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'",
    );
    const choices = await meta.columns('account', {
      type: 'Picklist',
      select: ['LogicalName'],
      expand: 'OptionSet($select=Options)',
    });
    expect(path()).toBe(
      "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options)",
    );
    expectTypeOf(choices[0]?.OptionSet).toEqualTypeOf<ColumnTypes['Picklist']['OptionSet']>();
  });

  it('are read one by one', async () => {
    const { meta, path } = await answering({ MetadataId: ID, MaxSizeInKB: 102_400 });
    const file = await meta.column('account', 'new_file', { type: 'File', select: ['MaxSizeInKB'] });
    expect(file.MaxSizeInKB).toBe(102_400);
    expectTypeOf(file.MaxSizeInKB).toBeNumber();
    expect(path()).toBe(
      "EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_file')/Microsoft.Dynamics.CRM.FileAttributeMetadata?$select=MaxSizeInKB",
    );
    await meta.column('account', 'name');
    expect(path()).toBe("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')");
  });
});

describe('choices, relationships and keys', () => {
  it('are read by their names', async () => {
    const { meta, path } = await answering({ MetadataId: ID, value: [] });
    await meta.globalChoices();
    expect(path()).toBe('GlobalOptionSetDefinitions');
    await meta.globalChoice('incident_caseorigincode');
    expect(path()).toBe("GlobalOptionSetDefinitions(Name='incident_caseorigincode')");
    for (const kind of ['OneToMany', 'ManyToOne', 'ManyToMany'] as const) {
      await meta.relationships('account', kind, { select: ['SchemaName'] });
      expect(path()).toBe(`EntityDefinitions(LogicalName='account')/${kind}Relationships?$select=SchemaName`);
    }
    const tasks = await meta.relationship('Account_Tasks', 'OneToMany', { select: ['ReferencingAttribute'] });
    expectTypeOf(tasks.ReferencingAttribute).toBeString();
    expect(path()).toBe(
      "RelationshipDefinitions(SchemaName='Account_Tasks')/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=ReferencingAttribute",
    );
    await meta.keys('account');
    expect(path()).toBe("EntityDefinitions(LogicalName='account')/Keys");
    const key = await meta.key('account', 'new_number');
    expectTypeOf(key.EntityKeyIndexStatus).toEqualTypeOf<'Pending' | 'InProgress' | 'Active' | 'Failed'>();
    expect(path()).toBe("EntityDefinitions(LogicalName='account')/Keys(LogicalName='new_number')");
  });
});
