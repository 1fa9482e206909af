import { type Context, type Fault, refused, report } from './context.ts';
import { isObject, member, objectOf, type Path } from './json.ts';

/** Checks that the rules of the template assert something. */
export function checkRules(context: Context): void {
  if (context.macro !== undefined) return;
  for (const [name, rule] of Object.entries(objectOf(member(context.template, 'Rules')))) {
    if (name.startsWith('Fn::')) continue;
    const at = ['Rules', name];
    if (!isObject(rule)) {
      wrong(context, at, 'WrongType', `The rule ${name} is no object.`);
      continue;
    }
    if (Object.keys(rule).some((key) => key.startsWith('Fn::'))) continue;
    if (Object.hasOwn(rule, 'RuleCondition') && !isObject(rule['RuleCondition']))
      wrong(context, [...at, 'RuleCondition'], 'WrongType', `RuleCondition of ${name} is no function.`);
    checkAssertions(context, name, member(rule, 'Assertions'), at);
  }
}

function checkAssertions(context: Context, name: string, assertions: unknown, at: Path): void {
  const inside = [...at, 'Assertions'];
  if (assertions === undefined) wrong(context, at, 'MissingProperty', `The rule ${name} has no Assertions.`);
  else if (!Array.isArray(assertions)) {
    if (!isObject(assertions)) wrong(context, inside, 'WrongType', `Assertions of ${name} are no list.`);
  } else if (assertions.length === 0)
    wrong(context, inside, 'ItemsOutOfRange', `The rule ${name} asserts nothing.`);
  else
    for (const [index, assertion] of assertions.entries()) {
      const place = [...inside, index];
      const assert: unknown = isObject(assertion) ? member(assertion, 'Assert') : undefined;
      if (!isObject(assertion)) wrong(context, place, 'WrongType', `An assertion of ${name} is no object.`);
      else if (assert === undefined && !Object.keys(assertion).some((key) => key.startsWith('Fn::')))
        wrong(context, place, 'MissingProperty', `An assertion of ${name} has no Assert.`);
      else if (assert !== undefined && !isObject(assert))
        wrong(context, [...place, 'Assert'], 'WrongType', `Assert of ${name} is no function.`);
    }
}

function wrong(context: Context, at: Path, id: Fault['id'], message: string): void {
  report(context, at, {
    id,
    severity: 'error',
    message,
    cause: refused,
    fix: 'Write {"Assertions": [{"Assert": <a condition>, "AssertDescription": <a text>}]}.',
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html',
  });
}
