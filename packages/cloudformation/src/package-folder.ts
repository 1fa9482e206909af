import { fileURLToPath } from 'node:url';

/** The path of the folder of this module, `src` or `dist`, with its separator. */
export const ownFolder = fileURLToPath(new URL('./', import.meta.url));

/** The path of this package's folder: bundles lie flat. */
export const packageFolder = `${ownFolder}../`;
