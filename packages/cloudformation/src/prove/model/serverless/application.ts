import type { Unread } from '../json.ts';
import { carried, made } from './carried.ts';
import { isCall, members, picked, unknownValue } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/**
 * An application is a nested stack; the template of one in the Serverless Application Repository is not at hand.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html
 */
export function expandApplication(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  const properties = members(resource['Properties']);
  const location = properties['Location'];
  const isUrl = typeof location === 'string' || isCall(location);
  const url = isUrl ? location : unknownValue('Template', `of the application ${logicalId}`);
  const stack = {
    TemplateURL: url,
    ...picked(properties, 'Parameters', 'NotificationARNs', 'TimeoutInMinutes'),
  };
  const nested = made('AWS::CloudFormation::Stack', stack, carried(resource));
  scope.change(logicalId, { ...nested, ...picked(resource, 'DependsOn') });
}
