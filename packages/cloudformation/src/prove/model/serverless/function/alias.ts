import type { Unread } from '../../json.ts';
import { made } from '../carried.ts';
import { members, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';

/** The alias that `AutoPublishAlias` names. */
export interface AliasName {
  readonly logicalId: string;
  /** A text, or a parameter whose value is not known. */
  readonly name: unknown;
}

/** Reads `AutoPublishAlias`; null where it is of a form that the transform refuses. */
export function aliasName(
  scope: ServerlessScope,
  logicalId: string,
  properties: Unread,
): AliasName | null | undefined {
  const written = properties['AutoPublishAlias'];
  if (written === undefined || written === null || written === '') return undefined;
  const name = scope.plain(written);
  if (typeof name !== 'string')
    return isParameter(scope, name) ? { logicalId: `${logicalId}Alias`, name } : null;
  if (!/^(?!\d+$)[A-Za-z0-9_-]+$/.test(name)) return null;
  return { logicalId: `${logicalId}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`, name };
}

function isParameter(scope: ServerlessScope, value: unknown): boolean {
  const name = members(value)['Ref'];
  return typeof name === 'string' && Object.hasOwn(members(scope.template['Parameters']), name);
}

/**
 * Adds the version and the alias that are published with each change of the code. The version's logical id ends in a
 * hash of the code when a stack is deployed; here it has none.
 */
export function addAlias(
  scope: ServerlessScope,
  logicalId: string,
  properties: Unread,
  { logicalId: aliasId, name }: AliasName,
  attributes: Unread,
): void {
  const from = ['Resources', logicalId, 'Properties', 'AutoPublishAlias'];
  const versionId = `${logicalId}Version`;
  scope.add(
    versionId,
    made(
      'AWS::Lambda::Version',
      { FunctionName: { Ref: logicalId } },
      { DeletionPolicy: 'Retain', ...attributes },
    ),
    from,
  );
  scope.add(
    aliasId,
    made(
      'AWS::Lambda::Alias',
      {
        Name: name,
        FunctionName: { Ref: logicalId },
        FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
        ...picked(properties, 'ProvisionedConcurrencyConfig'),
      },
      attributes,
    ),
    from,
  );
  scope.refer(`${logicalId}.Version`, versionId);
  scope.refer(`${logicalId}.Alias`, aliasId);
}
