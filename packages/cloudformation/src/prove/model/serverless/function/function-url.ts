import { isUnread, type Unread } from '../../json.ts';
import { made } from '../carried.ts';
import { isCall, isGiven, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';

/** Why `FunctionUrlConfig` is not expanded; undefined where it is, or is not there. */
export function urlFault(properties: Unread): string | undefined {
  const config = properties['FunctionUrlConfig'];
  if (!isGiven(config)) return undefined;
  if (!isUnread(config) || isCall(config)) return 'its FunctionUrlConfig is no map';
  const type = config['AuthType'];
  return isCall(type) || type === 'NONE' || type === 'AWS_IAM'
    ? undefined
    : 'the AuthType of its FunctionUrlConfig is neither AWS_IAM nor NONE';
}

/** Adds the URL of a function, and where it asks for no signature what lets anybody in. */
export function addUrl(
  scope: ServerlessScope,
  logicalId: string,
  properties: Unread,
  called: unknown,
  attributes: Unread,
): void {
  const config = properties['FunctionUrlConfig'];
  if (!isGiven(config) || !isUnread(config)) return;
  const from = ['Resources', logicalId, 'Properties', 'FunctionUrlConfig'];
  const url = { TargetFunctionArn: called, ...picked(config, 'AuthType', 'Cors', 'InvokeMode') };
  scope.add(`${logicalId}Url`, made('AWS::Lambda::Url', url, attributes), from);
  // Of an AuthType that is a function the transform makes no permission, whatever it yields.
  if (config['AuthType'] !== 'NONE') return;
  const permission = (action: string, more: Unread) =>
    made(
      'AWS::Lambda::Permission',
      { Action: action, FunctionName: called, Principal: '*', ...more },
      attributes,
    );
  scope.add(
    `${logicalId}UrlPublicPermissions`,
    permission('lambda:InvokeFunctionUrl', { FunctionUrlAuthType: 'NONE' }),
    from,
  );
  scope.add(
    `${logicalId}URLInvokeAllowPublicAccess`,
    permission('lambda:InvokeFunction', { InvokedViaFunctionUrl: true }),
    from,
  );
}
