// Adds to package-lock.json the packages that tools bring for other platforms, where the registry that the
// lockfile was made with does not carry them: `npm ci` refuses a lockfile that lacks one, on any platform.
// They get no integrity until a registry that has them fills it in. Run as `npm run lock` after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

let added = 0;
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${path}/node_modules/${name}`]) continue;
    const parts = name.split(/[-/]/);
    const os = systems.filter((system) => parts.includes(system));
    const cpu = processors.filter((processor) => parts.includes(processor));
    // Without both, npm would try to install it everywhere.
    if (os.length !== 1 || cpu.length !== 1)
      throw new Error(`${name} does not say which platform it is for.`);
    const libc = parts.includes('musl') ? ['musl'] : parts.includes('gnu') ? ['glibc'] : undefined;
    const flags = { cpu, ...(dev && { dev }), ...(libc && { libc }), optional: true, os };
    lock.packages[`node_modules/${name}`] = { version, ...flags };
    added += 1;
  }
}
if (added > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
process.stdout.write(`package-lock.json: ${added} packages of other platforms added\n`);
