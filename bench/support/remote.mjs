// Processes that are spoken to by messages: servers and contestants live in one of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** @typedef {{ call: (name: string, ...args: unknown[]) => Promise<any>, stop: () => Promise<void> }} Remote */

/**
 * Starts a script that ends in `answer(…)`; rejects with what it wrote to stderr when it dies.
 *
 * @param {URL} script
 * @param {{ args?: readonly string[], execArgv?: readonly string[], env?: Record<string, string> }} [options]
 * @returns {Remote}
 */
export function start(script, { args = [], execArgv = [], env = {} } = {}) {
  const child = fork(script, [...args], {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  const who = [script.pathname.split('/bench/')[1], ...args].join(' ');
  let errors = '';
  let asked = 0;
  child.stderr?.on('data', (text) => {
    errors = `${errors}${text}`.slice(-4000);
  });
  child.on('message', (/** @type {any} */ { id, value, error }) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asker?.resolve(value);
    else asker?.reject(new Error(`${who}: ${error}`));
  });
  let last = '';
  const ended = once(child, 'close').then(([code, signal]) => {
    last = `${who} ended (${code ?? signal}): ${errors}`;
    for (const { reject } of waiting.values()) reject(new Error(last));
    waiting.clear();
  });
  return {
    call: (name, ...callArgs) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        // What it said before it ended tells more than that it cannot be spoken to.
        const lost = () => void ended.then(() => reject(new Error(last)));
        if (child.connected)
          child.send({ id: asked, name, args: callArgs }, (error) => {
            if (error) lost();
          });
        else lost();
      }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await ended;
    },
  };
}

/**
 * In the process that was started: answers calls by name, and ends with its parent.
 *
 * @param {Record<string, (...args: any[]) => unknown>} methods
 */
export function answer(methods) {
  process.on('disconnect', () => process.exit());
  process.on('message', (/** @type {any} */ { id, name, args }) => {
    const method = methods[name];
    const outcome = method
      ? new Promise((resolve) => resolve(method(...args)))
      : Promise.reject(new Error(`no method ${name}`));
    outcome.then(
      (value) => process.send?.({ id, value }),
      (error) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
}
