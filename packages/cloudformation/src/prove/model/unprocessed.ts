import type { Finding } from '../../finding.ts';
import { LOOP, type Member } from './members.ts';
import type { Sections } from './sections.ts';
import type { LeftOut } from './serverless/scope.ts';

/** What the template does not show, because CloudFormation makes it when the stack is deployed. */
export interface Unprocessed {
  /** What may add to the policies of the template, as words. Then nothing is denied for want of a statement. */
  readonly openTo: string | undefined;
  readonly findings: readonly Finding[];
}

const SERVERLESS = 'AWS::Serverless-2016-10-31';
const MADE =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html';
const PROCESSED =
  'Prove the processed template (aws cloudformation get-template --template-stage Processed).';

/** Macros whose effect on other resources' policies is none, or is known. */
const HARMLESS = new Set([
  'AWS::LanguageExtensions',
  SERVERLESS,
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
]);

/** Finds what macros and loops make that is not to be seen. */
export function unprocessed(sections: Sections, left: readonly LeftOut[] = []): Unprocessed {
  const { resources, transforms, unread } = sections;
  const macro = transforms.find((name) => !HARMLESS.has(name));
  const calls = unread.filter(({ name }) => name === 'Fn::Transform');
  const loops = unread.filter(({ name }) => name.startsWith(LOOP));
  const anyOf = [...resources.values()].find(({ each }) => each !== undefined);
  const connector = [...resources].find(
    ([, { type, hasConnectors }]) => hasConnectors || type === 'AWS::Serverless::Connector',
  );
  return {
    openTo:
      macro !== undefined
        ? `the macro ${macro} may add to it`
        : calls.some(mayGrant)
          ? 'a macro in Resources may add to it'
          : connector !== undefined
            ? `the connector of ${connector[0]} may add to it`
            : loops.length > 0
              ? 'a loop in Resources may add to it'
              : anyOf && `a loop over ${anyOf.each?.replace(/^any item of /, '')} may add to it`,
    findings: [
      ...(macro === undefined ? [] : [macroNotRun(macro)]),
      ...calls.map((each) => macroNotRun('Fn::Transform', each)),
      ...left.map(leftOut),
      ...notExpanded(sections, left),
      ...loops.map(loopNotRead),
      ...loopsOverUnknown(sections),
    ],
  };
}

/** A macro in a resource sees and changes what is beside it and below, no more. */
function mayGrant({ path, data }: Member): boolean {
  return path.length < 4 || /Policy|Permission|Role|User|Group|Key|Serverless/.test(String(data));
}

function macroNotRun(name: string, at?: Member): Finding {
  return {
    id: 'MacroNotRun',
    severity: 'warning',
    message: `The macro ${name} is not run: what it adds or changes is not proven.`,
    cause: 'CloudFormation runs it when the stack is deployed, on the whole template or a part of it.',
    fix: PROCESSED,
    path: at?.path ?? ['Transform'],
    ...(at !== undefined && at.path.length > 2 && { logicalId: String(at.path[1]) }),
  };
}

function leftOut({ logicalId, from, why }: LeftOut): Finding {
  return {
    id: 'ServerlessNotExpanded',
    severity: 'info',
    message: `${logicalId} is not expanded in all: ${why}. What is made of it is not proven.`,
    cause: `The transform ${SERVERLESS} makes roles, permissions and wiring of it when the stack is deployed.`,
    fix: PROCESSED,
    path: from,
    logicalId,
    documentation: MADE,
  };
}

/** Resources that are as they were, and of which nothing is told yet: each place once. */
function notExpanded({ resources, transforms }: Sections, left: readonly LeftOut[]): readonly Finding[] {
  const told = new Set(left.map(({ logicalId }) => logicalId));
  const found = new Map<string, Finding>();
  for (const [logicalId, { type, path }] of resources) {
    if (!type.startsWith('AWS::Serverless::') || told.has(logicalId)) continue;
    const place = path.length > 2 ? path.slice(0, 2) : path;
    const why =
      path.length > 2
        ? 'it is made by a loop'
        : transforms.includes(SERVERLESS)
          ? `resources of the type ${type} are not`
          : `the template does not call ${SERVERLESS}`;
    const key = place.join();
    if (!found.has(key))
      found.set(key, leftOut({ logicalId: String(place[1] ?? logicalId), from: place, why }));
  }
  return [...found.values()];
}

function loopNotRead({ name, path }: Member): Finding {
  return {
    id: 'LoopNotRead',
    severity: 'warning',
    message: `${name} is not expanded: the resources that it makes are not proven.`,
    cause: 'It is no list of a name, a collection and a body, or it has too many turns.',
    fix: PROCESSED,
    path,
    logicalId: name,
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html',
  };
}

/** Each loop once, however much it makes. */
function loopsOverUnknown({ resources }: Sections): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { each, path } of resources.values()) {
    if (each === undefined) continue;
    const place = path.slice(0, 2);
    found.set(place.join(), {
      id: 'LoopOverUnknown',
      severity: 'warning',
      message: `What ${String(place[1])} loops over is not known: it is proven for ${each}, once.`,
      cause:
        'The items may meet each other, or what else is in the template, in ways that one of them does not show.',
      fix: 'Give the parameter a value.',
      path: place,
      logicalId: String(place[1]),
    });
  }
  return [...found.values()];
}
