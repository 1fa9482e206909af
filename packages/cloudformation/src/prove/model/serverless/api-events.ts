import { apiEvent } from './api-event.ts';
import { httpApiEvent } from './http-api-event.ts';
import type { ExpandEvent } from './scope.ts';

/** Events of a function whose wiring is in an API. */
export const API_EVENTS: ReadonlyMap<string, ExpandEvent> = new Map([
  ['Api', apiEvent],
  ['HttpApi', httpApiEvent],
]);
