// @ts-check

/** @type {() => void} */
let listener = () => {};

process.on('beforeExit', () => listener());

/**
 * Sets what happens when the event loop has run empty; the previous listener is forgotten.
 *
 * @param {() => void} next
 */
export function whenLoopIsEmpty(next) {
  listener = next;
}
