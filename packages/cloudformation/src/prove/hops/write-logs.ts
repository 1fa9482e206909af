import { at, text } from '../model/json.ts';
import { hasToken } from '../model/tokens.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { type Running, runningFunctions } from './execution-role.ts';
import { variable } from './fix-code.ts';
import { grantHolder } from './fixes.ts';
import { type Answered, askHolder, type Draft, pathOf, type View } from './view.ts';
import { arnOf, type Written } from './written.ts';

const WRITES = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Each function writes its log group, as its execution role. */
export function logWriting(view: View): readonly Draft[] {
  return runningFunctions(view).map((running) => writing(view, running));
}

function writing(view: View, { fn, role, roleArn }: Running): Draft {
  const { world } = view;
  const set = text(at(fn.properties, 'LoggingConfig', 'LogGroup'));
  const name = set ?? `/aws/lambda/${fn.name}`;
  const group = world.named('AWS::Logs::LogGroup', name);
  const arn = group?.arn ?? `arn:${world.partition}:logs:${world.region}:${world.account}:log-group:${name}`;
  const stream = world.tokens.make(`${fn.logicalId}.stream`, 'generated', 'stream');
  const to: Place =
    group === undefined ? { label: world.show(name), type: 'AWS::Logs::LogGroup' } : world.place(group);
  const path = set === undefined ? pathOf(fn, 'Role') : pathOf(fn, 'LoggingConfig', 'LogGroup');
  const parts = { kind: 'write-logs', from: world.place(fn), to, path, wiredBy: fn } as const;
  if (role === undefined) {
    const why = `the role ${world.show(roleArn)} is not in the template`;
    const check = `${world.show(roleArn)} needs ${WRITES.join(' and ')} on ${to.label}`;
    return draft(view, {
      ...parts,
      answers: [stated('lambda.amazonaws.com', WRITES[1] ?? '', arn, 'unknown', why)],
      check: () => check,
    });
  }
  const ask = (action: string, resource: string) =>
    askHolder(view, role, action, resource, [], { 'lambda:SourceFunctionArn': fn.arn });
  const answers: Answered[] = WRITES.map((action) => ask(action, `${arn}:log-stream:${stream}`));
  if (group === undefined)
    answers.push(creation(ask('logs:CreateLogGroup', `${arn}:log-stream:`), name, view));
  return draft(view, {
    ...parts,
    answers,
    fault: () => ungranted(role, answers, to.label),
    fix: () =>
      grantHolder(
        view,
        role,
        denied(answers),
        [group === undefined ? byName(set, fn.logicalId) : arnOf(group)],
        'logs',
      ),
  });
}

function denied(answers: readonly Answered[]): readonly string[] {
  return answers.filter(({ verdict }) => verdict.answer === 'denied').map(({ asked }) => asked.action);
}

/** What is wrong where no statement comes near. */
export function ungranted(
  role: WorldResource,
  answers: readonly Answered[],
  label: string,
): string | undefined {
  const refused = answers.filter(({ verdict }) => verdict.answer === 'denied');
  if (refused.some(({ verdict }) => verdict.missing !== undefined || verdict.origin !== undefined))
    return undefined;
  return `no policy of ${role.logicalId} allows ${denied(answers).join(', ')} on ${label}`;
}

/** Nobody else can have made a group whose name is generated; one with a name of its own may be there already. */
function creation(answered: Answered, name: string, view: View): Answered {
  if (answered.verdict.answer !== 'denied') return answered;
  const generated = hasToken(name) && view.world.tokens.inside(name).some(({ kind }) => kind === 'generated');
  if (generated) return answered;
  const dependsOn = `the log group ${view.world.show(name)} has to be there already, for the role may not create it`;
  return { ...answered, verdict: { ...answered.verdict, answer: 'unknown', dependsOn } };
}

function byName(set: string | undefined, functionId: string): Written | undefined {
  if (set !== undefined && hasToken(set)) return undefined;
  const name = set ?? `/aws/lambda/\${${functionId}}`;
  const arn = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}:*`;
  const inCode = arn
    .replaceAll('${AWS::', '${')
    .replace(`\${${functionId}}`, `\${${variable(functionId)}.ref}`);
  return { json: { 'Fn::Sub': arn }, code: `sub\`${inCode}\``, shown: set ?? `/aws/lambda/${functionId}` };
}
