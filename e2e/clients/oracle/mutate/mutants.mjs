import { propertyFaults } from './property-faults.mjs';
import { randomFrom, seedOf, some } from './random.mjs';
import { referenceFaults } from './reference-faults.mjs';
import { sectionFaults } from './section-faults.mjs';

/**
 * A sound template with one fault.
 *
 * @typedef {object} Faulted
 * @property {string} base the sound template
 * @property {string} fault
 * @property {string} place where, by type and property: `AWS::SNS::Topic Subscription.Protocol`
 * @property {any} template
 */

export const faults = { ...propertyFaults, ...referenceFaults, ...sectionFaults };

/**
 * Makes faults in a template; always the same ones.
 *
 * @param {string} base
 * @param {any} template
 * @param {number} places in how many places each fault is made; of a fraction, how many of the faults are made
 * @returns {Generator<Faulted>}
 */
export function* mutants(base, template, places) {
  for (const [fault, find] of Object.entries(faults)) {
    const random = randomFrom(seedOf(`${base} ${fault}`));
    if (random() >= places) continue;
    for (const make of some(find(template), Math.ceil(places), random)) {
      const { path, template: faulted } = make();
      yield { base, fault, place: placeOf(template, path), template: faulted };
    }
  }
}

/** @param {any} template @param {readonly (string | number)[]} path */
function placeOf(template, [section, name = '', ...rest]) {
  const type = section === 'Resources' ? (template.Resources[name]?.Type ?? 'AWS::Any') : section;
  const steps = rest.filter((step) => typeof step === 'string' && step !== 'Properties');
  return [type, steps.join('.')].join(' ').trim();
}
