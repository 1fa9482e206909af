// `npm start`: builds what is not built yet, says so, and walks the road. Plain JavaScript, as it runs first.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const road = new URL('../examples/video-pipeline/dist/road/main.js', import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const json = process.argv.includes('--json');
const asks = process.argv.some((argument) => ['--help', '-h', 'list', '--break=list'].includes(argument));
const out = json || asks ? process.stderr : process.stdout;

/** Runs one build step; prints its output only if it fails. */
function step(title, args) {
  const startedAt = performance.now();
  if (out.isTTY) out.write(`  … ${title}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(2).padStart(6);
      out.write(`${out.isTTY ? '\r' : ''}  ${code === 0 ? '✓' : '✗'} ${title.padEnd(56)} ${seconds} s\n`);
      if (code === 0) resolve();
      else reject(new Error(`${title} failed:\n${output}`));
    });
  });
}

if (!asks) {
  out.write('Wayleave: one video from SNS through Lambda into Dataverse, on local clouds\n\n');
}
try {
  if (!(asks && existsSync(road))) {
    await step('Generate the CloudFormation types', ['--import', 'tsx', 'tools/generate.ts']);
    await step('Compile the packages', ['node_modules/typescript/bin/tsc', '-b']);
    await step('Bundle what starts up often', ['--import', 'tsx', 'tools/bundle.ts']);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
// The road uses the SDK on Node.js 20 on purpose; its notice about 2027 would only be noise here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
await import(road.href);
