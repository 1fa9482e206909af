import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTemplate } from '@wayleave/cloudformation';
import { prove } from '@wayleave/cloudformation/prove';
import { faulty } from './stacks/faulty.mjs';
import { stacks } from './stacks/index.mjs';
import { contexts, synthesise } from './synth.mjs';
import { listOf, statementAt, valueAt, withoutPolicies } from './template.mjs';

/** @typedef {import('./synth.mjs').Synthesised} Synthesised */
/** @typedef {import('@wayleave/cloudformation/prove').Hop} Hop */

/** A hop as people say it: `Topic invoke Fn`, by logical ids. @param {Pick<Hop, 'from' | 'kind' | 'to'>} hop */
const said = ({ from, kind, to }) => `${from.label} ${kind} ${to.label}`;

/** The same from the paths of constructs; what is no construct stays. @param {Synthesised} stack @param {string} hop */
const inTemplate = ({ idOf }, hop) =>
  hop
    .split(' ')
    .map((part, index) => (index === 1 || /^(arn:|alias\/|\*)/.test(part) ? part : idOf(part)))
    .join(' ');

/** Whether a resource waits for what a message names after itself. @param {any} template @param {any} finding */
function waits(template, { path: [, id], message }) {
  const rest = message.slice(message.indexOf(id) + id.length);
  return listOf(template.Resources[id].DependsOn).some((each) =>
    new RegExp(`\\b${String(each)}\\b`).test(rest),
  );
}

/** The properties of a resource. @param {any} template @param {any} finding @returns {any} */
const propertiesOf = (template, { path: [, id] }) => template.Resources[id].Properties ?? {};

/** @param {any} template @param {string} type @returns {readonly any[]} */
const ofType = (template, type) => Object.values(template.Resources).filter(({ Type }) => Type === type);

/**
 * What may be said of a stack that works, with whether it is true of this one.
 *
 * @type {Readonly<Record<string, (template: any, finding: any) => boolean>>}
 */
const truths = {
  // CDK has a subscription and its permission made side by side.
  SubscriptionBeforePermission: (template, finding) => !waits(template, finding),
  // The function that CDK adds for buckets' notifications waits for its role alone.
  FunctionBeforePolicy: (template, finding) => {
    const [policy = ''] = /(?<= policy )\w+/.exec(finding.message) ?? [];
    return !listOf(template.Resources[finding.path[1]].DependsOn).includes(policy);
  },
  ConfusedDeputy: (template, { path }) => statementAt(template, path).Condition === undefined,
  SourceAccountMissing: (template, { path }) =>
    !JSON.stringify(statementAt(template, path).Condition).includes('aws:SourceAccount'),
  NoDeadLetterQueue: (template, finding) => propertiesOf(template, finding).RedrivePolicy === undefined,
  NoFailureDestination: (template, finding) =>
    propertiesOf(template, finding).DeadLetterConfig === undefined &&
    ofType(template, 'AWS::Lambda::EventInvokeConfig').every(
      ({ Properties }) => Properties.DestinationConfig.OnFailure === undefined,
    ),
  LogsNeverExpire: (template, finding) =>
    propertiesOf(template, finding).LoggingConfig === undefined ||
    ofType(template, 'AWS::Logs::LogGroup').some(
      ({ Properties }) => Properties?.RetentionInDays === undefined,
    ),
  HardCodedPartition: (template, { path }) => valueAt(template, path).startsWith('arn:aws:'),
};

/** A topic takes what alarms of its account publish, SQS moves between queues of one account; keys and roles have theirs in them. */
const needsNoPolicy = /^Alarm publish |^Queue redrive | (write-logs|assume|encrypt) /;

for (const [flags, context] of Object.entries(contexts)) {
  describe(`what CDK wires, with ${flags}`, () => {
    for (const { name, build, hops, env } of stacks) {
      it(`is proven: ${name}`, () => {
        const stack = synthesise(build, { context, ...(env && { env }) });
        const { template } = stack;
        assert.deepEqual(parseTemplate(JSON.stringify(template)).validate(), []);
        const proof = prove(template);
        assert.deepEqual(
          proof.hops.filter(({ answer }) => answer !== 'allowed').map(({ id, because }) => [id, because]),
          [],
        );
        for (const finding of proof.findings) {
          assert.ok(finding.severity !== 'error', finding.message);
          assert.ok(truths[finding.id]?.(template, finding), `${finding.id}: ${finding.message}`);
        }
        assert.equal(proof.proven, true);
        const found = proof.hops.map(said);
        for (const hop of hops)
          assert.ok(found.includes(inTemplate(stack, hop)), `${hop}\n${found.join('\n')}`);
      });

      it(`is denied without its permissions and policies: ${name}`, () => {
        const stack = synthesise(build, { context, ...(env && { env }) });
        const proof = prove(withoutPolicies(stack.template));
        const answers = new Map(proof.hops.map((hop) => [said(hop), hop.answer]));
        for (const hop of hops) {
          if (!needsNoPolicy.test(hop)) assert.notEqual(answers.get(inTemplate(stack, hop)), 'allowed', hop);
        }
      });
    }
  });

  describe(`what CDK synthesises and does not work, with ${flags}`, () => {
    for (const { name, build, hops = {}, error, rightWithFlags } of faulty) {
      const right = rightWithFlags === true && Object.keys(context).length > 0;
      it(`${right ? 'is right' : 'is found'}: ${name}`, () => {
        const stack = synthesise(build, { context });
        const { proven, hops: found, findings } = prove(stack.template);
        assert.equal(proven, right);
        const open = found.filter(({ answer }) => answer !== 'allowed');
        const expected = right ? {} : hops;
        assert.equal(open.length, Object.keys(expected).length, open.map(said).join('\n'));
        for (const [hop, answer] of Object.entries(expected)) {
          const [from, kind, to] = inTemplate(stack, hop).split(' ');
          const one = open.find(
            (each) =>
              each.from.label === from && each.kind === kind && [each.to.label, '*'].includes(to ?? ''),
          );
          assert.equal(one?.answer, answer, open.map(said).join('\n'));
          // It is said what to do: a fix where the policy is here, what to check where it is not.
          assert.ok(answer === 'unknown' ? one?.check : one?.fix?.text || one?.because, hop);
        }
        const errors = findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
        assert.deepEqual(errors, error === undefined ? [] : [error]);
      });
    }
  });
}
