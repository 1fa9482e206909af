import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/**
 * A stack that CDK wires.
 *
 * @typedef {object} Wired
 * @property {string} name
 * @property {(stack: import('aws-cdk-lib').Stack) => void} build
 * @property {readonly string[]} hops what its wiring is for, by the paths of constructs: `Topic invoke Fn`
 * @property {readonly string[]} [warnings] what else is to be told of it: ids of findings
 * @property {import('aws-cdk-lib').Environment} [env]
 */

/**
 * A function with inline code, with nothing that is not asked for.
 *
 * @param {import('aws-cdk-lib').Stack} stack
 * @param {string} [id]
 * @param {Partial<import('aws-cdk-lib/aws-lambda').FunctionProps>} [props]
 */
export const handler = (stack, id = 'Fn', props = {}) =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
