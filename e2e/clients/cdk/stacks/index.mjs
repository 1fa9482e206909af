import { functionsOfTopics } from './functions-of-topics.mjs';
import { queues } from './queues.mjs';
import { roles } from './roles.mjs';
import { senders } from './senders.mjs';

/** Stacks whose wiring CDK gets right: none of their hops may be denied. */
export const stacks = [...functionsOfTopics, ...queues, ...senders, ...roles];
