import { ask } from '../model/decide/ask.ts';
import { text } from '../model/json.ts';
import type { HopFix, Place } from '../proof.ts';
import { draft } from './draft.ts';
import { code } from './fix-code.ts';
import { freeId } from './fixes.ts';
import { type FunctionTarget, functionTarget } from './names.ts';
import { type Answered, type Draft, pathOf, type View } from './view.ts';
import { writtenArn } from './written.ts';

const EVERYONE: Place = { label: 'everyone', type: 'outside' };
const BY_URL = 'lambda:InvokeFunctionUrl';
const INVOKE = 'lambda:InvokeFunction';

/**
 * Anybody may call a URL without authentication, if the function's policy says so to all. One with `AWS_IAM` is called
 * by whom no template names.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function functionUrls(view: View): readonly Draft[] {
  return view.world.ofType('AWS::Lambda::Url').flatMap((url) => {
    const name = text(url.properties['TargetFunctionArn']);
    if (name === undefined || url.properties['AuthType'] !== 'NONE') return [];
    const qualifier = text(url.properties['Qualifier']);
    const target = functionTarget(view, qualifier === undefined ? name : `${name}:${qualifier}`);
    const called = asked(view, target, BY_URL, { 'lambda:FunctionUrlAuthType': 'NONE' });
    const invoked = asked(view, target, INVOKE, { 'lambda:InvokedViaFunctionUrl': 'true' });
    const answers = [called, called.verdict.answer === 'denied' ? invoked : sinceOctober2025(invoked)];
    return [
      draft(view, {
        kind: 'invoke',
        from: EVERYONE,
        to: target.place,
        path: pathOf(url, 'AuthType'),
        wiredBy: url,
        answers,
        fault: () =>
          called.verdict.answer === 'denied'
            ? `the URL of ${target.place.label} wants no authentication, and no permission lets everyone (Principal *) use it`
            : undefined,
        fix: () => permissions(view, target, answers),
      }),
    ];
  });
}

function asked(
  { world }: View,
  { arn, policies }: FunctionTarget,
  action: string,
  context: Readonly<Record<string, string>>,
): Answered {
  const question = {
    principal: { type: 'anonymous', arn: EVERYONE.label },
    action,
    resource: arn,
    context,
  } as const;
  return { asked: question, verdict: ask(world, question, { identity: [], resource: policies }) };
}

/** URLs that are older do without the second permission. */
function sinceOctober2025(answered: Answered): Answered {
  if (answered.verdict.answer !== 'denied') return answered;
  const dependsOn = `URLs made since October 2025 need ${INVOKE} for everyone, too, with InvokedViaFunctionUrl: true; no permission gives it`;
  return { ...answered, verdict: { answer: 'unknown', decidedBy: answered.verdict.decidedBy, dependsOn } };
}

function permissions({ world }: View, target: FunctionTarget, answers: readonly Answered[]): HopFix {
  const refused = answers.flatMap(({ asked: { action }, verdict }) =>
    verdict.answer === 'allowed' ? [] : [action],
  );
  const text = `let everyone use the URL of ${target.place.label}: add ${refused.join(' and ')} for Principal *`;
  const name = writtenArn(target.named === undefined ? target.arn : target.named.arn, world);
  if (name === undefined) return { text };
  const made = refused.map((action) => {
    const isByUrl = action === BY_URL;
    const id = freeId(`${target.place.label}${isByUrl ? 'Url' : 'UrlInvoke'}`, world);
    const narrowed = isByUrl ? { FunctionUrlAuthType: 'NONE' } : { InvokedViaFunctionUrl: true };
    return { id, action, narrowed };
  });
  return {
    text,
    patch: made.map(({ id, action, narrowed }) => ({
      op: 'add',
      path: ['Resources', id],
      value: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: action, FunctionName: name.json, Principal: '*', ...narrowed },
      },
    })),
    code: made
      .map(({ id, action, narrowed }) => {
        const [key, value] = Object.entries(narrowed)[0] ?? [];
        const shown = typeof value === 'string' ? code(value) : String(value);
        return `t.add(${code(id)}, Permission({ Action: ${code(action)}, FunctionName: ${name.code}, Principal: '*', ${key}: ${shown} }));`;
      })
      .join('\n'),
  };
}
