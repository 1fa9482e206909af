/** Changes to templates: to their JSON, and to their text. */

export { applyPatch } from './apply-patch.ts';
export { PatchError } from './patch-error.ts';
export { patchText } from './patch-text.ts';
