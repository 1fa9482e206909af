// @ts-check
import { Socket } from 'node:net';

const LIFELINE = 3;

/**
 * Ends this process and what it started as soon as local AWS is gone, however that ended. Does not keep the
 * event loop from running empty. A handler that never gives the event loop back is not reached by this.
 */
export function endWithLocalAws() {
  const socket = new Socket({ fd: LIFELINE });
  socket.unref();
  const end = () => {
    try {
      // The process leads a group of its own.
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      process.exit(1);
    }
  };
  socket.on('error', end).on('close', end).resume();
}
