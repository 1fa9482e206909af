// `npm test [-- <files>]`: starts the clouds, runs the clients' tests with their certificate authorities trusted, stops the clouds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startClouds } from './support/clouds.mjs';
import { glob } from './support/glob.mjs';

const files =
  process.argv.length > 2 ? process.argv.slice(2) : await glob(new URL('clients/', import.meta.url));
console.log('Starting the local clouds, the road and plain ones …');
const clouds = await startClouds();
let code = 1;
try {
  const tests = spawn(
    process.execPath,
    ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=180000', ...files],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        // Node reads it when a process starts, so the tests are processes of their own.
        NODE_EXTRA_CA_CERTS: clouds.caFile,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        WAYLEAVE_E2E_PLAIN: JSON.stringify(clouds.plain),
        WAYLEAVE_E2E_ROAD: JSON.stringify(clouds.road),
      },
    },
  );
  const interrupt = () => tests.kill('SIGINT');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  [code] = await once(tests, 'close');
} finally {
  await clouds.stop();
}
process.exitCode = code ?? 1;
