import { stacks } from '../../cdk/stacks/index.mjs';
import { contexts, synthesise } from '../../cdk/synth.mjs';
import { recorded } from './corpora.mjs';
import { patterns } from './patterns.mjs';
import { functions, reference } from './reference.mjs';
import { services } from './services.mjs';

/**
 * Templates to make faults in.
 *
 * @typedef {object} Base
 * @property {string} name
 * @property {any} template
 * @property {number} places in how many places each fault is made; of a fraction, how many of the faults are made
 */

/** Templates that are to be sound: ours, and what CDK writes. @returns {readonly Base[]} */
export function ours() {
  const written = { 'the reference stack': reference, 'every kind of function': functions, ...services };
  return [
    ...Object.entries(written).map(([name, template]) => ({ name, template, places: 2 })),
    ...Object.entries(patterns()).map(([name, template]) => ({
      name: `pattern ${name}`,
      template,
      places: 0.5,
    })),
    ...stacks.map(({ name, build, env }) => {
      const context = contexts['the recommended feature flags'];
      const { template } = synthesise(build, { context, ...(env && { env }) });
      return { name: `CDK: ${name}`, template, places: 0.1 };
    }),
  ];
}

/** Recorded templates; not all are sound. @returns {Promise<readonly Base[]>} */
export async function others() {
  return (await recorded()).map(([name, template]) => ({ name, template, places: 0.1 }));
}
