/**
 * Hops that are answered otherwise in the processed template than in the SAM template, and why that is to be.
 *
 * @typedef {object} Explained
 * @property {string} reason
 * @property {import('./compare.mjs').Difference['by']} by how they differ
 * @property {RegExp} mutation
 * @property {RegExp} hop
 */

/** @type {readonly Explained[]} */
export const explained = [
  {
    reason: 'an event names as its API what is none; the translator makes a permission for it nevertheless',
    by: 'less',
    mutation: /^reference to another resource at .*\.(?:RestApiId|ApiId)$/,
    hop: / invoke /,
  },
  {
    reason:
      'the translator gives what it makes of a WebSocket API none of its attributes, not its Condition either',
    by: 'settled otherwise',
    mutation: /^condition added at Resources\.Chat\.Condition$/,
    hop: /^Chat invoke /,
  },
];
