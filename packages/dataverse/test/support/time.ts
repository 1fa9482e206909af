/** A clock that only moves when told to or slept by, without jitter. */
export function testTime(start = Date.parse('2026-11-23T00:00:00Z')) {
  let time = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => time,
    random: () => 0,
    sleep: async (ms: number) => {
      sleeps.push(ms);
      time += ms;
    },
    advance(ms: number) {
      time += ms;
    },
  };
}
