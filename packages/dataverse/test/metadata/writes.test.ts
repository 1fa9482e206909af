import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { label, labels } from '../../src/metadata/labels.ts';
import { metadata } from '../../src/metadata/metadata.ts';
import { fileColumn, textColumn } from '../../src/metadata/new-columns.ts';
import { newChoice, newKey, newTable } from '../../src/metadata/new-definitions.ts';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import type { Handler } from '../support/server.ts';
import { recorded } from './support/corpora.ts';

const ROOT = '/api/data/v9.2/';
const displayName = label('Shipment', 1033);
const created: Handler = ({ path }) => ({
  status: 204,
  headers: { 'odata-entityid': `https://contoso.crm4.dynamics.com${path}(${ID})` },
});

async function writingTo(handler: Handler) {
  const { client, server } = await clientTo(handler);
  const seen = () =>
    server.requests.map(({ method, path, headers, body }) => ({
      asked: `${method} ${decodeURIComponent(path.replace(ROOT, ''))}`,
      merge: headers['mscrm.mergelabels'],
      solution: headers['mscrm.solutionuniquename'],
      consistency: headers['consistency'],
      body: body === '' ? undefined : JSON.parse(body),
    }));
  return { meta: metadata(client), seen };
}

describe('what is created', () => {
  it('gives its MetadataId, and goes into the solution that is named', async () => {
    const { meta, seen } = await writingTo(created);
    const solution = 'shipping';
    const primaryName = textColumn({ schemaName: 'new_Name', displayName });
    const table = newTable({
      schemaName: 'new_Shipment',
      displayName,
      pluralName: label('Shipments', 1033),
      primaryName,
      columns: [fileColumn({ schemaName: 'new_Label', displayName })],
      ownership: 'UserOwned',
    });
    expect(await meta.createTable(table, { solution })).toBe(ID);
    expect(await meta.createColumn('new_shipment', primaryName, { solution })).toBe(ID);
    const key = newKey({ schemaName: 'new_Number', displayName, columns: ['new_number'] });
    expect(await meta.createKey('new_shipment', key, { solution })).toBe(ID);
    const choice = newChoice({ name: 'new_colors', displayName, options: [{ label: label('Red', 1033) }] });
    expect(await meta.createGlobalChoice(choice, { solution })).toBe(ID);
    expect(seen().map(({ asked, solution }) => [asked, solution])).toEqual([
      ['POST EntityDefinitions', solution],
      ["POST EntityDefinitions(LogicalName='new_shipment')/Attributes", solution],
      ["POST EntityDefinitions(LogicalName='new_shipment')/Keys", solution],
      ['POST GlobalOptionSetDefinitions', solution],
    ]);
    expect(seen()[0]?.body).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
      Attributes: [
        { SchemaName: 'new_Name', IsPrimaryName: true },
        { '@odata.type': 'Microsoft.Dynamics.CRM.FileAttributeMetadata', MaxSizeInKB: 32_768 },
      ],
    });
    expect(seen()[3]?.body.Options).toEqual([{ Value: null, Label: label('Red', 1033) }]);
  });

  it('is an error when the answer does not name it', async () => {
    const { meta } = await writingTo(() => ({ status: 204 }));
    const column = textColumn({ schemaName: 'new_Name', displayName });
    expect(await rejection(meta.createColumn('account', column))).toMatchObject({
      message: expect.stringContaining('created all the same'),
    });
  });

  it('is not sent twice when the answer is lost', async () => {
    const { meta, seen } = await writingTo((_, response) => {
      response.destroy();
      return undefined;
    });
    const column = textColumn({ schemaName: 'new_Name', displayName });
    expect(await rejection(meta.createColumn('account', column))).toMatchObject({
      code: 'ERR_TRANSPORT_NETWORK',
    });
    expect(seen()).toHaveLength(1);
  });
});

describe('an update', () => {
  const current = {
    '@odata.context': 'https://contoso.crm4.dynamics.com/api/data/v9.2/$metadata#EntityDefinitions/$entity',
    MetadataId: ID,
    LogicalName: 'new_shipment',
    DisplayName: labels({ 1033: 'Shipment', 1031: 'Sendung' }),
    HasNotes: true,
  };

  it('puts the whole definition back, with the change, and keeps other languages', async () => {
    const { meta, seen } = await writingTo(({ method }) =>
      method === 'GET' ? { body: current } : { status: 204 },
    );
    const changed = label('Delivery', 1033);
    await meta.updateTable('new_shipment', { DisplayName: changed }, { solution: 'shipping' });
    const [read, write] = seen();
    expect(read).toMatchObject({
      asked: "GET EntityDefinitions(LogicalName='new_shipment')",
      consistency: 'Strong',
    });
    expect(write).toMatchObject({
      asked: "PUT EntityDefinitions(LogicalName='new_shipment')",
      merge: 'true',
      solution: 'shipping',
      body: { MetadataId: ID, LogicalName: 'new_shipment', DisplayName: changed, HasNotes: true },
    });
    expect(write?.body).not.toHaveProperty('@odata.context');
    await meta.updateTable('new_shipment', {}, { mergeLabels: false });
    expect(seen().at(-1)?.merge).toBe('false');
  });

  it('of a column asks for its type, and reads and writes it as that', async () => {
    const type = '#Microsoft.Dynamics.CRM.BooleanAttributeMetadata';
    const { meta, seen } = await writingTo(({ method, path }) => {
      if (method !== 'GET') return { status: 204 };
      return {
        body: path.includes('$select') ? { '@odata.type': type, MetadataId: ID } : { DefaultValue: false },
      };
    });
    await meta.updateColumn('account', 'new_flag', { DefaultValue: true });
    const column = "EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_flag')";
    expect(seen().map(({ asked }) => asked)).toEqual([
      `GET ${column}?$select=LogicalName`,
      `GET ${column}/Microsoft.Dynamics.CRM.BooleanAttributeMetadata`,
      `PUT ${column}`,
    ]);
    expect(seen()[2]).toMatchObject({
      merge: 'true',
      body: { '@odata.type': 'Microsoft.Dynamics.CRM.BooleanAttributeMetadata', DefaultValue: true },
    });
    await meta.updateColumn('account', 'new_flag', {}, { type: 'Boolean' });
    expect(seen()).toHaveLength(5);
  });

  it('of a column without a type of its own does not make one up', async () => {
    const { meta, seen } = await writingTo(({ method }) =>
      method === 'GET' ? { body: { MetadataId: ID } } : { status: 204 },
    );
    await meta.updateColumn('account', 'address1_addressid', { IsSecured: false });
    expect(seen().at(-1)).toMatchObject({ body: { MetadataId: ID, IsSecured: false } });
    expect(seen().at(-1)?.body).not.toHaveProperty('@odata.type');
  });

  const file = recorded(
    'dataverse/fixtures/terraform/data_record_resource_Validate_Create_get_entitydefinition_account.json',
  );
  it.skipIf(file === undefined)('loses nothing of a recorded definition', async () => {
    const body = JSON.parse(readFileSync(file ?? '', 'utf8')) as Record<string, unknown>;
    const { meta, seen } = await writingTo(({ method }) => (method === 'GET' ? { body } : { status: 204 }));
    await meta.updateTable('account', { IsQuickCreateEnabled: false });
    const { '@odata.context': _, ...whole } = body;
    expect(seen()[1]?.body).toEqual({ ...whole, IsQuickCreateEnabled: false });
  });
});

describe('what is deleted', () => {
  it('is named in the path', async () => {
    const { meta, seen } = await writingTo(() => ({ status: 204 }));
    await meta.deleteTable('new_shipment');
    await meta.deleteColumn('account', 'new_label');
    await meta.deleteGlobalChoice('new_colors');
    await meta.deleteRelationship('new_account_shipments');
    await meta.deleteKey('account', 'new_number');
    expect(seen().map(({ asked }) => asked)).toEqual([
      "DELETE EntityDefinitions(LogicalName='new_shipment')",
      "DELETE EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_label')",
      "DELETE GlobalOptionSetDefinitions(Name='new_colors')",
      "DELETE RelationshipDefinitions(SchemaName='new_account_shipments')",
      "DELETE EntityDefinitions(LogicalName='account')/Keys(LogicalName='new_number')",
    ]);
  });
});

describe('options', () => {
  const place = { table: 'account', column: 'new_color' };
  const global = { globalChoice: 'new_colors' };
  const red = label('Red', 1033);

  it('are inserted, changed, ordered and deleted, in a column or a global choice', async () => {
    const { meta, seen } = await writingTo(({ path }) =>
      path.includes('Insert') ? { body: { NewOptionValue: 727_000_005 } } : { status: 204 },
    );
    expect(await meta.insertOption(place, { label: red }, { solution: 'shipping' })).toBe(727_000_005);
    await meta.insertOption(global, { label: red, value: 3, color: '#ff0000' });
    await meta.updateOption(global, 3, { label: red });
    await meta.updateOption(place, 3, { label: red, mergeLabels: false });
    await meta.orderOptions(place, [3, 1, 2]);
    await meta.deleteOption(place, 3);
    const local = { EntityLogicalName: 'account', AttributeLogicalName: 'new_color' };
    expect(seen().map(({ asked, body }) => [asked, body])).toEqual([
      ['POST InsertOptionValue', { ...local, Label: red, SolutionUniqueName: 'shipping' }],
      ['POST InsertOptionValue', { OptionSetName: 'new_colors', Value: 3, Label: red, Color: '#ff0000' }],
      ['POST UpdateOptionValue', { OptionSetName: 'new_colors', Value: 3, Label: red, MergeLabels: true }],
      ['POST UpdateOptionValue', { ...local, Value: 3, Label: red, MergeLabels: false }],
      ['POST OrderOption', { ...local, Values: [3, 1, 2] }],
      ['POST DeleteOptionValue', { ...local, Value: 3 }],
    ]);
    expect(seen()[0]).toMatchObject({ solution: undefined });
  });

  it('are refused for a place that is none, or two', async () => {
    const { meta, seen } = await writingTo(() => ({ status: 204 }));
    for (const wrong of [{ table: 'account' }, { ...place, ...global }, {}]) {
      const insert = meta.insertOption(wrong as typeof place, { label: red });
      expect(await rejection(insert)).toBeInstanceOf(ConfigurationError);
    }
    expect(seen()).toHaveLength(0);
  });

  it('are an error when the answer has no value', async () => {
    const { meta } = await writingTo(() => ({ body: {} }));
    expect(await rejection(meta.insertOption(place, { label: red }))).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
    });
  });
});

describe('publishing', () => {
  it('names what is published, or publishes everything', async () => {
    const { meta, seen } = await writingTo(() => ({ status: 204 }));
    await meta.publish({ tables: ['account', 'new_shipment'], globalChoices: ['new_colors'] });
    await meta.publish();
    await meta.reactivateKey('account', 'new_number');
    expect(seen().map(({ asked, body }) => [asked, body])).toEqual([
      [
        'POST PublishXml',
        {
          ParameterXml:
            '<importexportxml><entities><entity>account</entity><entity>new_shipment</entity></entities><optionsets><optionset>new_colors</optionset></optionsets></importexportxml>',
        },
      ],
      ['POST PublishAllXml', {}],
      ['POST ReactivateEntityKey', { EntityLogicalName: 'account', EntityKeyLogicalName: 'new_number' }],
    ]);
  });

  it.each([{}, { tables: [] }, { tables: ['a</entity>'] }])('is refused for %o', async (what) => {
    const { meta, seen } = await writingTo(() => ({ status: 204 }));
    expect(await rejection(meta.publish(what))).toBeInstanceOf(ConfigurationError);
    expect(seen()).toHaveLength(0);
  });
});
