import { isObject, type JsonObject, scalarText } from '../template/json.ts';
import { answer, type LiveReader, tagList } from './live-reader.ts';

/** All but the code: AWS gives that out in no form that it could be compared in. */
export const liveFunction: LiveReader = async ({ physicalId: FunctionName, attributes, expected }, work) => {
  const found = await answer<Record<string, unknown>>(work, 'lambda', 'GetFunctionConfiguration', {
    FunctionName,
  });
  if (found === undefined) return undefined;
  const { Tags } = await work.call<{ Tags?: Record<string, string> }>('lambda', 'ListTags', {
    Resource: attributes['Arn'],
  });
  return { ...found, Code: expected['Code'], Tags: tagList(Tags) };
};

interface Statement {
  readonly Sid?: string;
  readonly Action?: string;
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const livePermission: LiveReader = async ({ physicalId, expected }, work) => {
  const { FunctionName } = expected;
  const found = await answer<{ Policy: string }>(work, 'lambda', 'GetPolicy', { FunctionName });
  if (found === undefined) return undefined;
  const { Statement: statements } = JSON.parse(found.Policy) as { Statement: readonly Statement[] };
  const statement = statements.find(({ Sid }) => Sid === physicalId);
  if (statement === undefined) return undefined;
  const { Principal, Condition = {} } = statement;
  const keys = Object.fromEntries(
    Object.values(Condition).flatMap((one) =>
      Object.entries(one).map(([key, value]) => [key.toLowerCase(), value] as const),
    ),
  );
  const principal = typeof Principal === 'string' ? Principal : Object.values(Principal ?? {})[0];
  return {
    FunctionName,
    Action: statement.Action,
    // An account comes back as the ARN of its root.
    Principal: asGiven(principal, expected['Principal']),
    SourceArn: keys['aws:sourcearn'],
    SourceAccount: keys['aws:sourceaccount'],
    PrincipalOrgID: keys['aws:principalorgid'],
    EventSourceToken: keys['lambda:eventsourcetoken'],
  };
};

function asGiven(principal: string | undefined, expected: unknown): string | undefined {
  const account = scalarText(expected);
  return account !== undefined && principal === `arn:aws:iam::${account}:root` ? account : principal;
}

export const liveEventInvokeConfig: LiveReader = async ({ expected }, work) => {
  const { FunctionName, Qualifier } = expected;
  const input = { FunctionName, Qualifier };
  const found = await answer<JsonObject>(work, 'lambda', 'GetFunctionEventInvokeConfig', input);
  if (found === undefined) return undefined;
  return { ...found, DestinationConfig: withoutEmpty(found['DestinationConfig']), FunctionName, Qualifier };
};

/** Both destinations are always there, empty if there is none. */
function withoutEmpty(config: unknown): object | undefined {
  if (!isObject(config)) return undefined;
  return Object.fromEntries(
    Object.entries(config).filter(([, one]) => isObject(one) && Object.keys(one).length > 0),
  );
}
