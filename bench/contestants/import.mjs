// Imports the one module it is told and writes what that took, in microseconds of CPU and of the wall clock.
// A plain process without a channel to its parent: setting one up would load part of what is measured.
const before = process.cpuUsage();
const wallBefore = process.hrtime.bigint();
await import(process.argv[2] ?? '');
const wall = Number(process.hrtime.bigint() - wallBefore) / 1000;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpu: user + system, wall }));
