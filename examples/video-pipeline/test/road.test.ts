import { describe, expect, it } from 'vitest';
import { type Break, breaks, findBreak } from '../road/breaks.ts';
import { exitCode } from '../road/exit-code.ts';
import { uploaderEmail } from '../road/people.ts';
import { createProgress } from '../road/progress.ts';
import { refusedHop } from '../road/read-hops.ts';
import { plainPaint, refusalText, roadText } from '../road/report/text.ts';
import { type RoadResult, runRoad } from '../road/run-road.ts';
import { startClouds } from '../road/stages/clouds.ts';

const exampleRoot = new URL('../', import.meta.url);

async function walk(broken?: Break): Promise<RoadResult> {
  const local = await startClouds({ entra: 0, dataverse: 0, aws: 0 });
  try {
    return await runRoad({ local, exampleRoot, progress: createProgress({ write: () => true }), broken });
  } finally {
    await local.stop();
  }
}

/** The hops behind the one that refused, in the order in which the function takes them. */
function laterHops({ hops }: RoadResult, id: string): RoadResult['hops'] {
  return hops.slice(hops.findIndex((hop) => hop.id === id) + 1);
}

describe('the road', () => {
  it('carries a video’s message into Dataverse under the right name, and every hop says what allowed it', async () => {
    const result = await walk();
    expect(result.failure).toBeUndefined();
    expect(result.hops.filter(({ allowed }) => !allowed)).toEqual([]);
    expect(result.hops.length).toBeGreaterThanOrEqual(9);
    expect(result.record).toMatchObject({
      rows: 1,
      duration: 4.2,
      codec: 'h264',
      width: 640,
      height: 360,
      rotation: 270,
      frameRate: 25,
      audio: { codec: 'aac', channels: 1, sampleRate: 48_000 },
      createdBy: { email: uploaderEmail },
    });
    expect(result.record?.createdOnBehalfBy).not.toBeNull();
    expect(exitCode(result)).toBe(0);
    expect(roadText(result, plainPaint)).toContain('sns.amazonaws.com');
  });

  const refusals: Readonly<Record<string, { readonly hop: string; readonly code: string }>> = {
    secret: { hop: 'token', code: 'AADSTS7000215' },
    'service-principal': { hop: 'token', code: 'AADSTS7000229' },
    'application-user': { hop: 'sign-in', code: '0x80072560' },
    role: { hop: 'find-uploader', code: '0x80040220' },
    'impersonation-privilege': { hop: 'impersonate', code: '0x8004a110' },
    'lambda-permission': { hop: 'invoke', code: 'AccessDeniedException' },
    'execution-role-logs': { hop: 'write-logs', code: 'AccessDeniedException' },
    subscription: { hop: 'subscription', code: 'NoSubscribers' },
  };

  it('has an expectation for every break', () => {
    expect(Object.keys(refusals).toSorted()).toEqual(breaks.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(refusals))(
    'without %s, is refused by the cloud that owns the hop',
    async (id, { hop, code }) => {
      const broken = findBreak(id);
      const result = await walk(broken);
      const refused = refusedHop(result.hops);
      expect(refused?.id).toBe(hop);
      expect(refused?.error?.code).toBe(code);
      expect(exitCode(result)).toBe(2);
      if (hop !== 'write-logs') expect(laterHops(result, hop).some(({ reached }) => reached)).toBe(false);
      const text = refusalText(result, broken, plainPaint);
      expect(text).toContain(code);
      expect(text).toContain(broken?.fix);
    },
  );
});
