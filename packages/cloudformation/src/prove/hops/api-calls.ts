import { text } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { Answer, Place } from '../proof.ts';
import { asRole } from './as-role.ts';
import { draft } from './draft.ts';
import { variable } from './fix-code.ts';
import { type InvokingSource, invokeFault, invokeFix } from './invoke.ts';
import { type FunctionTarget, functionTarget } from './names.ts';
import { askService, type Draft, outside, pathOf, type View } from './view.ts';
import type { Written } from './written.ts';

const SERVICE = 'apigateway.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';
const WORST: readonly Answer[] = ['denied', 'unknown', 'allowed'];

/** A method, a route or an authorizer that calls a function. */
export interface ApiCall {
  /** The API, where it is in the template. */
  readonly api: WorldResource | undefined;
  readonly apiId: string;
  readonly from: Place;
  readonly wiredBy: WorldResource;
  readonly path: Draft['path'];
  /** The function's ARN. */
  readonly functionArn: string;
  /** What follows the API's id in the source ARN, once for each stage: `prod/GET/videos`. */
  readonly sources: readonly string[];
  /** The role that it is called as, where that is said. */
  readonly roleArn: string | undefined;
}

/**
 * An API calls functions by their policies, or as a role that is named: one hop for each function, with a question
 * for each method and stage.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
 */
export function apiCalls(view: View, all: readonly ApiCall[]): readonly Draft[] {
  const groups = new Map<string, ApiCall[]>();
  for (const call of all) {
    const key = `${call.apiId}\n${call.functionArn}\n${call.roleArn ?? ''}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [call]);
    else same.push(call);
  }
  return [...groups.values()].flatMap((calls) => {
    const [first] = calls;
    if (first === undefined) return [];
    return [
      first.roleArn === undefined ? byPolicy(view, first, calls) : calledAs(view, first, first.roleArn),
    ];
  });
}

/** The API that a call is of. */
export function called(view: View, apiId: string): Pick<ApiCall, 'api' | 'apiId' | 'from'> {
  const api = view.world.resourceOf(apiId);
  return { api, apiId, from: api === undefined ? outside(apiId, view) : view.world.place(api) };
}

/** The authorizers of a kind of API that are functions; the properties name the API and the role. */
export function authorizers(
  view: View,
  type: string,
  apiProperty: string,
  roleProperty: string,
): readonly ApiCall[] {
  return view.world.ofType(type).flatMap((authorizer) => {
    const { properties } = authorizer;
    const functionArn = functionInUri(text(properties['AuthorizerUri']));
    const apiId = text(properties[apiProperty]);
    if (functionArn === undefined || apiId === undefined) return [];
    return [
      {
        ...called(view, apiId),
        wiredBy: authorizer,
        path: pathOf(authorizer, 'AuthorizerUri'),
        functionArn,
        sources: [`authorizers/${authorizer.ref}`],
        roleArn: text(properties[roleProperty]),
      },
    ];
  });
}

function calledAs(view: View, { from, path, wiredBy, functionArn }: ApiCall, roleArn: string): Draft {
  const target = functionTarget(view, functionArn);
  const policies = target.fn === undefined ? [] : target.policies;
  return asRole(view, {
    kind: 'invoke',
    from,
    to: target.place,
    path,
    wiredBy,
    call: { service: SERVICE },
    roleArn,
    needs: [{ action: INVOKE, resource: target.arn, policies }],
  });
}

function byPolicy(view: View, first: ApiCall, calls: readonly ApiCall[]): Draft {
  const { world } = view;
  const target = functionTarget(view, first.functionArn);
  const asked = calls.flatMap((call) =>
    call.sources.map((source) => ({
      call,
      source,
      answered: ask(view, target, executeArn(view, call, source)),
    })),
  );
  const answer = WORST.find((each) => asked.some(({ answered }) => answered.verdict.answer === each));
  const deciding = asked.filter(({ answered }) => answered.verdict.answer === answer);
  const { call } = deciding[0] ?? { call: first };
  const source: InvokingSource = {
    service: SERVICE,
    arn: executeArn(view, call, deciding[0]?.source ?? ''),
    label: first.from.label,
    written: written(
      view,
      call,
      deciding.map((each) => each.source),
    ),
  };
  return draft(view, {
    kind: 'invoke',
    from: first.from,
    to: target.place,
    path: call.path,
    wiredBy: call.wiredBy,
    answers: asked.map(({ answered }) => answered),
    fault: () => invokeFault(view, source, target),
    check: () =>
      target.fn === undefined
        ? `${target.place.label} is not in the template: its policy needs ${INVOKE} for ${SERVICE} with aws:SourceArn = ${world.show(source.arn)}`
        : undefined,
    fix: () => (call.api === undefined ? undefined : invokeFix(view, source, target)),
  });
}

function ask(view: View, target: FunctionTarget, sourceArn: string) {
  return askService(view, { service: SERVICE, sourceArn }, INVOKE, target.arn, target.policies);
}

function executeArn({ world }: View, { apiId }: ApiCall, source: string): string {
  return `arn:${world.partition}:execute-api:${world.region}:${world.account}:${apiId}/${source}`;
}

/** For all stages; for one method where one alone is refused. */
function written({ world }: View, { api }: ApiCall, sources: readonly string[]): Written | undefined {
  if (api === undefined) return undefined;
  const routes = new Set(sources.map((source) => anyFor(source.slice(source.indexOf('/') + 1), world)));
  const [route] = routes;
  const isPlain =
    routes.size === 1 && route !== undefined && /^[\w$./{}+*-]+$/.test(route) && !route.includes('${');
  const end = isPlain ? `/*/${route.replaceAll(/\{[^{}]*\}/g, '*')}` : '/*';
  const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.logicalId}}${end}`;
  const inCode = arn
    .replaceAll('${AWS::', '${')
    .replace(`\${${api.logicalId}}`, `\${${variable(api.logicalId)}.ref}`);
  return { json: { 'Fn::Sub': arn }, code: `sub\`${inCode}\``, shown: `${api.logicalId}${end}` };
}

/** `*` for what is not known. */
function anyFor(route: string, { tokens }: World): string {
  return tokens.inside(route).reduce((all, { text }) => all.replaceAll(text, '*'), route);
}

const FUNCTION_IN_URI = /:lambda:path\/[^/]*\/functions\/(.*)\/(?:response-streaming-)?invocations/;

/** The function in an integration's URI, or an ARN of a function as it is; undefined for any other integration. */
export function functionInUri(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  return FUNCTION_IN_URI.exec(uri)?.[1] ?? (uri.split(':')[2] === 'lambda' ? uri : undefined);
}
