export { createProgram } from './program.ts';
export type { Surroundings } from './surroundings.ts';
