import type { Unread } from '../json.ts';
import { attributesOf, isReadable, propertiesOf } from './api-parts.ts';
import { made } from './carried.ts';
import { members, picked } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html */
export function expandSimpleTable(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const properties = propertiesOf(resource);
  const { Name: name = 'id', Type: type = 'String' } = members(properties['PrimaryKey']);
  const throughput = properties['ProvisionedThroughput'];
  const table = {
    AttributeDefinitions: [
      { AttributeName: name, AttributeType: typeof type === 'string' ? type.charAt(0) : type },
    ],
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
    ...(throughput === undefined
      ? { BillingMode: 'PAY_PER_REQUEST' }
      : { ProvisionedThroughput: throughput }),
    ...picked(properties, 'TableName', 'SSESpecification', 'PointInTimeRecoverySpecification'),
  };
  scope.change(logicalId, made('AWS::DynamoDB::Table', table, attributesOf(resource)));
}

/**
 * The transform gives the version a name with a hash, to which all references to it lead: as nothing else has that
 * name, it keeps its own here.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html
 */
export function expandLayerVersion(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const layer = picked(
    propertiesOf(resource),
    'LayerName',
    'Description',
    'CompatibleRuntimes',
    'CompatibleArchitectures',
    'LicenseInfo',
  );
  scope.change(logicalId, made('AWS::Lambda::LayerVersion', layer, attributesOf(resource)));
}
