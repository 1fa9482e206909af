// @ts-check
/*
 * Stands for a local AWS that is killed: starts the bootstrap as local AWS does, with a handler that is busy
 * for ever and has a process of its own, and prints the ids of both. Its argument is a directory for the code.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const taskRoot = process.argv[2] ?? '.';
writeFileSync(
  join(taskRoot, 'index.js'),
  `exports.handler = async () => {
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    process.stdout.write(process.pid + ' ' + child.pid + '\\n');
    for (;;) await new Promise((resolve) => setTimeout(resolve, 50));
  };`,
);
const server = createServer((_request, response) => {
  response.writeHead(200, { 'lambda-runtime-aws-request-id': 'one', 'lambda-runtime-deadline-ms': '0' });
  response.end('{}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const bootstrap = fileURLToPath(new URL('../../../../runtime/bootstrap.mjs', import.meta.url));
  spawn(process.execPath, [bootstrap], {
    env: {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${address.port}`,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: 'index.handler',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    detached: true,
  });
});
