import type { TemplatePath } from '../../../finding.ts';
import type { Unread } from '../json.ts';
import { isUnread } from '../json.ts';
import { propertiesOf } from './api-parts.ts';
import { members } from './expressions.ts';
import { REFUSED, withGlobals } from './globals.ts';
import type { ServerlessScope } from './scope.ts';

const TYPES = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/**
 * Adds the APIs of events that name none. Such an API is there where one of the resources with these events is.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
 */
export function addImplicitApis(scope: ServerlessScope): void {
  addImplicit(scope, 'Api', 'RestApiId', 'ServerlessRestApi', { StageName: 'Prod' });
  addImplicit(scope, 'HttpApi', 'ApiId', 'ServerlessHttpApi', {});
}

function addImplicit(
  scope: ServerlessScope,
  type: string,
  idProperty: string,
  logicalId: string,
  properties: Unread,
): void {
  const found: { readonly condition: unknown; readonly from: TemplatePath }[] = [];
  for (const [id, resource] of TYPES.flatMap((each) => scope.ofType(each))) {
    for (const [name, event] of Object.entries(members(propertiesOf(resource)['Events']))) {
      if (!isUnread(event) || event['Type'] !== type || propertiesOf(event)[idProperty] !== undefined)
        continue;
      const from = ['Resources', id, 'Properties', 'Events', name];
      found.push({ condition: resource['Condition'], from });
    }
  }
  const [first] = found;
  if (first === undefined) return;
  const merged = withGlobals(scope.globals(type), properties, undefined);
  const all = [...new Set(found.map(({ condition }) => condition))];
  const condition = all.includes(undefined) ? undefined : combined(scope, `${logicalId}Condition`, all);
  scope.add(
    logicalId,
    {
      Type: `AWS::Serverless::${type}`,
      ...(condition !== undefined && { Condition: condition }),
      Properties: merged === REFUSED ? properties : merged,
    },
    first.from,
  );
}

/** `Fn::Or` takes ten. */
const MOST = 10;

function combined(scope: ServerlessScope, name: string, conditions: readonly unknown[]): unknown {
  if (conditions.length === 1) return conditions[0];
  let terms: readonly Unread[] = conditions.map((condition) => ({ Condition: condition }));
  while (terms.length > MOST) terms = [...terms.slice(MOST), { 'Fn::Or': terms.slice(0, MOST) }];
  scope.condition(name, { 'Fn::Or': terms });
  return name;
}
