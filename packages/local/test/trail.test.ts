import { describe, expect, it } from 'vitest';
import { createTrail, type Decision } from '../src/trail.ts';

const decision = (at: number): Decision => ({
  at,
  cloud: 'aws',
  service: 'sns',
  principal: 'p',
  action: 'sns:Publish',
  resource: 'r',
  allowed: true,
  decidedBy: 'd',
  ms: 0,
});

describe('the trail', () => {
  it('keeps the newest decisions and never more than it may', () => {
    const trail = createTrail(20);
    for (let at = 1; at <= 1000; at += 1) {
      trail.record(decision(at));
      expect(trail.decisions().length).toBeLessThanOrEqual(20);
      expect(trail.decisions().at(-1)?.at).toBe(at);
    }
    expect(trail.decisions().length).toBeGreaterThanOrEqual(18);
  });

  it('tells listeners of each decision until they have heard enough', () => {
    const trail = createTrail();
    const heard: number[] = [];
    const enough = trail.subscribe(({ at }) => heard.push(at));
    trail.record(decision(1));
    enough();
    trail.record(decision(2));
    expect(heard).toEqual([1]);
  });
});
