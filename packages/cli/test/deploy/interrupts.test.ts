import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSlowCloud } from './support/slow-cloud.ts';
import { topicStack } from './support/stacks.ts';

let cloud: Awaited<ReturnType<typeof openSlowCloud>>;
let directory: string;
beforeEach(async () => {
  cloud = await openSlowCloud();
  directory = await mkdtemp(join(tmpdir(), 'wayleave-interrupts-test-'));
});
afterEach(async () => {
  cloud.release();
  await cloud.aws.settled();
  await cloud.aws.close();
  await rm(directory, { recursive: true, force: true });
});

async function written(DisplayName: string): Promise<string> {
  const path = join(directory, `${DisplayName}.json`);
  await writeFile(path, JSON.stringify(topicStack({ DisplayName })));
  return path;
}

/** Deploys the stack for the first time, which SNS does not hold back. */
async function deployed(): Promise<string> {
  await cloud.run(['deploy', await written('one'), '--stack', 'app', '--yes']);
  return written('two');
}

describe('Ctrl-C', () => {
  it('before the execution takes the change set away, and the stack that holds nothing', async () => {
    const file = await written('one');
    const { code, error } = await cloud.run(['deploy', file, '--stack', 'app', '--yes'], {
      around: (aws, run) => ({
        ...aws,
        cloudFormation: {
          ...aws.cloudFormation,
          async createChangeSet(input) {
            run.press();
            return aws.cloudFormation.createChangeSet(input);
          },
        },
      }),
    });
    expect({ code, error }).toEqual({ code: 130, error: 'Interrupted.\n' });
    await expect(cloud.statusOf('app')).rejects.toThrow('does not exist');
  });

  it('before the execution of an update leaves the stack as it was, without the change set', async () => {
    const file = await deployed();
    const { code } = await cloud.run(['deploy', file, '--stack', 'app', '--yes'], {
      around: (aws, run) => ({
        ...aws,
        cloudFormation: {
          ...aws.cloudFormation,
          async describeChangeSet(...given) {
            run.press();
            return aws.cloudFormation.describeChangeSet(...given);
          },
        },
      }),
    });
    expect(code).toBe(130);
    expect(await cloud.statusOf('app')).toBe('CREATE_COMPLETE');
    expect(await cloud.changeSetsOf('app')).toEqual(['EXECUTE_COMPLETE']);
  });

  it('during an update leaves it, says its state and how to watch it again', async () => {
    const file = await deployed();
    const { code, out } = await cloud.run(['deploy', file, '--stack', 'app', '--yes'], {
      onSleep: (run) => run.press(),
    });
    expect(code).toBe(130);
    expect(out).toContain('Interrupted. Stack app is in status UPDATE_IN_PROGRESS.');
    expect(out).toContain('wayleave follow --stack app');
    expect(out).toContain('aws cloudformation cancel-update-stack --stack-name app');
    const busy = await cloud.run(['deploy', file, '--stack', 'app', '--yes']);
    expect(busy).toMatchObject({ code: 1, error: expect.stringContaining('another operation is under way') });
    const followed = await cloud.run(['follow', '--stack', 'app'], { onSleep: () => cloud.release() });
    expect(followed).toMatchObject({
      code: 0,
      out: expect.stringContaining('Stack app is UPDATE_COMPLETE.'),
    });
  });

  it('during an update cancels it if told to, and follows the rollback to its end', async () => {
    const file = await deployed();
    let sleeps = 0;
    const { code, out } = await cloud.run(
      ['deploy', file, '--stack', 'app', '--yes', '--on-interrupt', 'cancel', '--json'],
      {
        onSleep(run) {
          sleeps += 1;
          if (sleeps === 1) run.press();
          else cloud.release();
        },
      },
    );
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'interrupted', status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await cloud.statusOf('app')).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('during an update asks on a terminal what to do with it', async () => {
    const file = await deployed();
    let pressed = false;
    const { code, out } = await cloud.run(['deploy', file, '--stack', 'app'], {
      answers: [true, true],
      onSleep(run) {
        if (pressed) cloud.release();
        else run.press();
        pressed = true;
      },
    });
    expect(code).toBe(130);
    expect(out).toContain('? Cancel the update and roll it back?');
    expect(out).toContain('Cancelled; following the rollback.');
    expect(await cloud.statusOf('app')).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('pressed twice leaves at once, whatever goes on', async () => {
    const file = await deployed();
    const { code, out } = await cloud.run(
      ['deploy', file, '--stack', 'app', '--yes', '--on-interrupt', 'cancel'],
      { onSleep: (run) => run.press() },
    );
    expect(code).toBe(130);
    expect(out).toContain('Stack app goes on by itself.');
    expect(await cloud.statusOf('app')).toBe('UPDATE_ROLLBACK_IN_PROGRESS');
  });

  it('on a terminal draws the table over itself while it waits', async () => {
    const file = await deployed();
    const { out } = await cloud.run(['deploy', file, '--stack', 'app'], {
      answers: [true],
      onSleep: () => cloud.release(),
    });
    expect(out).toContain('\u001b[2A\u001b[0J');
    expect(out).toContain('… Topic  UPDATE_IN_PROGRESS');
    expect(out).toContain('✓ Topic  UPDATE_COMPLETE');
  });
});
