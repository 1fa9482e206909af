/** The folder of this package, as a URL that ends in `/`; the same from `src` and from `dist`, where bundles lie flat. */
export const packageFolder = new URL('../', import.meta.url);
