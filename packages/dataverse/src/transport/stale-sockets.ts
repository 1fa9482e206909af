import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Now } from '../seams.ts';

/**
 * Gives a function that closes the agent's connections which have been idle for more than `maxIdleMs`. A POST on a
 * connection that the other side has dropped fails without telling whether it was carried out, and a timer would
 * not have run while the process was frozen: so this is asked before each request.
 */
export function staleSocketDropper(agent: Agent, maxIdleMs: number, now: Now): () => void {
  const idleSince = new WeakMap<Socket, number>();
  agent.on('free', (socket: Socket) => idleSince.set(socket, now()));
  return () => {
    const oldest = now() - maxIdleMs;
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        if ((idleSince.get(socket) ?? 0) < oldest) socket.destroy();
      }
    }
  };
}
