import { createRequire } from 'node:module';

// The copy that aws-cdk-lib brings, and runs on every synthesis, is newer than the one on npm.
const fromCdk = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib'));

/** @type {any} */
const { CompositeEngine, TemplateContent, version } = fromCdk('@aws/cloudformation-validate');

/** @type {string} */
export const oracleVersion = version();

/**
 * What the oracle says about a place in a template.
 *
 * @typedef {object} Remark
 * @property {string} rule its id: `F3002`
 * @property {string} message
 * @property {string} place logical id, resource type and path, as far as it says them
 */

/**
 * The rules that refuse, about what `validate()` is to know as well: properties, references, functions, sections,
 * limits and cycles. Not in it: what one service means by its properties (most of E3xxx), formats of ids of an
 * account's resources (E115x), dynamic references (E1027, E105x), and text that does not parse (F0000, F1101).
 */
const remit =
  /^(F(?!0000|1101)\d{4}|E10(0[25]|1\d|2[1-489]|3[013]|4[01])|E20\d\d|E300[1235]|E301[0126]|E303[01248]|E3040|E3055|E60\d\d|E70\d\d|E80\d\d|E900[346]|E9101|E9106)$/;

/** Rules that advise about the same things; and duplicates in a list, of which it only informs. */
const advice = /^(W10\d\d|W110[23]|W20\d\d|W25(02|03|31)|W30(05|30)|W860[28]|W900[367]|I3037)$/;

/** Starts the oracle, which takes about a second; `free` it when done. */
export function startOracle() {
  const engine = new CompositeEngine();
  const rules = /** @type {readonly { id: string, description: string }[]} */ (engine.listRules());
  return {
    /** The rules in the remit. */
    rules: rules.filter(({ id }) => remit.test(id)),
    /** What it refuses, and what it only advises about. @param {unknown} template @returns {{ refused: readonly Remark[], advised: readonly Remark[] }} */
    judge(template) {
      const content = new TemplateContent(JSON.stringify(template));
      const { status, diagnostics } = engine.validateTemplate(content, { detailLevel: 'STANDARD' });
      if (status === 'ERROR') throw new Error('The oracle cannot read the template.');
      const remarks = diagnostics.map((/** @type {any} */ { ruleId, message, entity, propertyPath }) => ({
        rule: ruleId,
        message,
        place: [entity?.logicalId, entity?.resourceType, propertyPath].filter(Boolean).join(' '),
      }));
      const by = (/** @type {RegExp} */ pattern) =>
        remarks.filter((/** @type {Remark} */ { rule }) => pattern.test(rule));
      return { refused: by(remit), advised: by(advice) };
    },
    /** All that it warns of or refuses, whatever it is about, by rule. @param {unknown} template @returns {readonly string[]} */
    warnings(template) {
      const content = new TemplateContent(JSON.stringify(template));
      const { diagnostics } = engine.validateTemplate(content, { detailLevel: 'STANDARD' });
      const severe = diagnostics.filter((/** @type {any} */ { severity }) =>
        /^(FATAL|ERROR|WARN)$/.test(severity),
      );
      return [...new Set(severe.map((/** @type {any} */ { ruleId }) => ruleId))];
    },
    free: () => engine.free(),
  };
}
