import { fileURLToPath } from 'node:url';

/** The path of this package's folder, with its `/`; the same from `src` and from `dist`, where bundles lie flat. */
export const packageFolder = fileURLToPath(new URL('../', import.meta.url));
