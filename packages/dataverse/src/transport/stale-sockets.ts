import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Now } from '../seams.ts';

const IDLE_SINCE = Symbol('idleSince');

/**
 * Gives a function that closes the agent's connections which have been idle for more than `maxIdleMs`. A POST on a
 * connection that the other side has dropped fails without telling whether it was carried out, and a timer would
 * not have run while the process was frozen: so this is asked before each request, and looks once in a while.
 */
export function staleSocketDropper(agent: Agent, maxIdleMs: number, now: Now): () => void {
  agent.on('free', (socket: Socket & { [IDLE_SINCE]?: number }) => {
    socket[IDLE_SINCE] = now();
  });
  let nextLook = 0;
  return () => {
    const time = now();
    if (time < nextLook) return;
    nextLook = time + Math.min(1000, maxIdleMs / 10);
    const { freeSockets } = agent;
    for (const name in freeSockets) {
      // The agent adds at the end and takes from the end, so that the longest idle come first.
      for (const socket of freeSockets[name] ?? []) {
        if (time - ((socket as { [IDLE_SINCE]?: number })[IDLE_SINCE] ?? 0) <= maxIdleMs) break;
        socket.destroy();
      }
    }
  };
}
