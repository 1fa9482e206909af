import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

// CDK runs its own validator on every synthesis, which takes seconds; what that finds is not the question here.
process.env['CDK_VALIDATION'] = 'false';

const flags = createRequire(import.meta.url).resolve('aws-cdk-lib/recommended-feature-flags.json');
const recommended = JSON.parse(readFileSync(flags, 'utf8'));

/** The contexts in which people use CDK: that of an app as old as CDK 2, and what `cdk init` writes today. */
export const contexts = Object.freeze({
  'no feature flags': {},
  'the recommended feature flags': recommended,
});

/**
 * What CDK writes for a stack, and the logical ids of its constructs.
 *
 * @typedef {object} Synthesised
 * @property {import('@wayleave/cloudformation').TemplateJson} template
 * @property {(construct: string) => string} idOf by the construct's path: `Fn`, `Fn/DeadLetterQueue`
 */

/**
 * Synthesises one stack as `cdk synth` does: account and region not known, unless `env` says so.
 *
 * @param {(stack: Stack) => void} build
 * @param {{ readonly env?: import('aws-cdk-lib').Environment, readonly context?: Record<string, unknown> }} [options]
 * @returns {Synthesised}
 */
export function synthesise(build, { env, context = {} } = {}) {
  const app = new App({ analyticsReporting: false, context });
  const stack = new Stack(app, 'Stack', env && { env });
  build(stack);
  const template = /** @type {any} */ (Template.fromStack(stack).toJSON());
  return {
    template,
    idOf: (construct) => {
      let node = stack.node;
      for (const step of construct.split('/')) node = node.findChild(step).node;
      const resource = node.defaultChild;
      if (!(resource instanceof CfnResource)) throw new TypeError(`${construct} has no resource of its own.`);
      return stack.resolve(resource.logicalId);
    },
  };
}
