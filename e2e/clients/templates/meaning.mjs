/** @typedef {Record<string, unknown>} Json */

const sections = ['Parameters', 'Rules', 'Mappings', 'Conditions', 'Outputs'];

/**
 * A template without the differences that an import may make: the format version is written, one name in `DependsOn`
 * becomes a list of one, and what is empty is left out.
 *
 * @param {object} template
 */
export function meaningOf(template) {
  const { Resources: resources, ...rest } = /** @type {Json} */ (JSON.parse(JSON.stringify(template)));
  const head = Object.entries(rest).filter(([key, data]) => !(sections.includes(key) && isEmpty(data)));
  const kept = Object.entries(/** @type {Record<string, Json>} */ (resources ?? {})).map(([id, data]) => {
    const { DependsOn: before, Properties: properties, ...own } = data;
    const named = before === undefined || isEmpty(before) ? {} : { DependsOn: [before].flat() };
    return [id, { ...own, ...named, ...(isEmpty(properties ?? {}) ? {} : { Properties: properties }) }];
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...Object.fromEntries(head),
    Resources: Object.fromEntries(kept),
  };
}

/** @param {unknown} data */
function isEmpty(data) {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}
