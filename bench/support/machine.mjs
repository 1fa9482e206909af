import { cpus, loadavg } from 'node:os';

/** Where it is measured, and how busy that is just now. */
export function machine() {
  const all = cpus();
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    load: loadavg().map((value) => Math.round(value * 100) / 100),
  };
}
