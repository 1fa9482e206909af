/**
 * Runs `work` and gives what it took, in microseconds of this process's CPU (all its threads) and of the wall clock.
 * What earlier work left to the garbage collector is collected before, when Node runs with --expose-gc.
 *
 * @param {() => Promise<unknown>} work
 */
export async function measure(work) {
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  const wallBefore = process.hrtime.bigint();
  await work();
  const wall = Number(process.hrtime.bigint() - wallBefore) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: user + system, wall };
}
