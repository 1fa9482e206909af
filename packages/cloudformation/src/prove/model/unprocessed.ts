import type { Finding } from '../../finding.ts';
import { LOOP, type Member } from './members.ts';
import type { Sections } from './sections.ts';

/** What the template does not show, because CloudFormation makes it when the stack is deployed. */
export interface Unprocessed {
  /** What may add to the policies of the template, as words. Then nothing is denied for want of a statement. */
  readonly openTo: string | undefined;
  readonly findings: readonly Finding[];
}

const SERVERLESS = 'AWS::Serverless-2016-10-31';
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
export function unprocessed(sections: Sections): Unprocessed {
  const { resources, transforms, unread } = sections;
  const macro = transforms.find((name) => !HARMLESS.has(name));
  const calls = unread.filter(({ name }) => name === 'Fn::Transform');
  const loops = unread.filter(({ name }) => name.startsWith(LOOP));
  const anyOf = [...resources.values()].find(({ each }) => each !== undefined);
  const connector = [...resources].find(
    ([, { type, hasConnectors }]) => hasConnectors || type === 'AWS::Serverless::Connector',
  );
  const serverless = [...resources].find(([, { type }]) => type.startsWith('AWS::Serverless::'));
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
      ...(serverless === undefined ? [] : [notServerless(serverless[0])]),
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

function notServerless(logicalId: string): Finding {
  return {
    id: 'ServerlessNotExpanded',
    severity: 'info',
    message:
      'AWS::Serverless is not expanded: the roles, permissions and wiring that it makes are not proven.',
    cause: `The transform ${SERVERLESS} makes them of ${logicalId} and its like when the stack is deployed.`,
    fix: PROCESSED,
    path: ['Resources', logicalId],
    logicalId,
    documentation:
      'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html',
  };
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
