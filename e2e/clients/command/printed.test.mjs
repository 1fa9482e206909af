import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { root } from '../../support/clouds.mjs';
import { run, startNode } from '../../support/processes.mjs';
import { until } from '../../support/until.mjs';
import { road } from '../../support/where.mjs';

const missing = [];
for (const program of ['bash', 'curl', 'aws']) {
  const answer = await run(program, ['--version']).catch(() => undefined);
  if (answer?.code !== 0) missing.push(program);
}
const skip = missing.length > 0 && `there is no ${missing.join(' and no ')}; get them with apt-get install`;

/** The commands in what was printed: a line each, a backslash at its end goes on. @param {string} printed */
function commandsIn(printed) {
  const text = printed.replaceAll(/ *\\\n\s*/g, ' ');
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => /^(export|aws|curl|TOKEN=)/.test(line));
}

/** Runs commands in one shell, as somebody who pastes them does; answers with what the last one says. @param {readonly string[]} commands */
async function paste(commands) {
  const earlier = commands.slice(0, -1).filter((command) => /^(export|TOKEN=)/.test(command));
  const env = {
    PATH: process.env['PATH'],
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return run('bash', ['-c', [...earlier, commands.at(-1)].join('\n')], { env, cwd: root });
}

/** @param {string} printed */
function pasting(printed) {
  const commands = commandsIn(printed);
  /** What the printed command with this in it says. @param {RegExp} pattern */
  return async (pattern) => {
    const at = commands.findIndex((command) => pattern.test(command));
    assert.notEqual(at, -1, `nothing printed is like ${pattern}:\n${commands.join('\n')}`);
    const { code, stdout, stderr } = await paste(commands.slice(0, at + 1));
    assert.equal(code, 0, `${commands[at]}: ${stderr}`);
    return stdout;
  };
}

describe('the commands that "npm run dev" prints', { skip }, () => {
  const say = pasting(road.printed);

  it('list the topic', async () => {
    const { Topics } = JSON.parse(await say(/^aws .* sns list-topics/));
    assert.deepEqual(Topics, [{ TopicArn: road.topicArn }]);
  });

  it('describe the stack', async () => {
    const { Stacks } = JSON.parse(await say(/^aws .* cloudformation describe-stacks/));
    assert.deepEqual([Stacks[0].StackName, Stacks[0].StackStatus], ['video-pipeline', 'CREATE_COMPLETE']);
  });

  it('publish a message, after which there is one video more in Dataverse', async () => {
    // Others use the same table at the same time; only the function writes where its output is.
    const videos = async () => {
      const { value } = JSON.parse(await say(/^curl .*\/cwl_videos$/));
      return value.filter((/** @type {any} */ { cwl_output }) => cwl_output !== null).length;
    };
    if (/^ *aws .* s3 cp /m.test(road.printed)) await say(/^aws .* s3 cp /);
    const before = await videos();
    JSON.parse(await say(/^aws .* sns publish/));
    await until(async () => ((await videos()) > before ? true : undefined));
    assert.equal(await videos(), before + 1);
  });

  it('read the log of the function', async () => {
    const { events } = JSON.parse(await say(/^aws .* logs filter-log-events/));
    assert.ok(events.some((/** @type {any} */ { message }) => message.startsWith('REPORT RequestId: ')));
  });

  it('are asked for a token by Dataverse', async () => {
    assert.match(await say(/^curl -i .*\/WhoAmI /), /^HTTP\/1\.1 401 /);
  });

  it('give admin consent', async () => {
    const said = await say(/^curl -i .*adminconsent/);
    assert.match(said, /^HTTP\/1\.1 302 /);
    assert.match(
      said,
      /^location: https:\/\/localhost\/consented\?admin_consent=True&tenant=[0-9a-f-]{36}&state=12345\r$/im,
    );
  });
});

describe('"wayleave local"', { skip }, () => {
  /** @type {import('../../support/processes.mjs').Running<string>} */
  let local;
  before(async () => {
    local = await startNode(['packages/cli/dist/main.js', 'local', '--port-base', '0'], {
      cwd: root,
      limitMs: 60_000,
      ready: (stdout) => (stdout.includes('Ctrl-C stops everything.') ? stdout : undefined),
    });
  });
  after(() => local.stop().catch(() => {}));

  it('prints commands that work as they stand', async () => {
    const say = pasting(local.found);
    const { Arn } = JSON.parse(await say(/^aws .* sts get-caller-identity/));
    assert.equal(Arn, 'arn:aws:iam::111122223333:user/administrator');
    assert.match(await say(/^curl -i .*\/WhoAmI /), /^HTTP\/1\.1 401 /);
  });

  it('says who has the port, and what to do, when it is taken', async () => {
    const port = /https:\/\/127\.0\.0\.1:(\d+)/.exec(local.found)?.[1] ?? '';
    const { code, stdout, stderr } = await run(
      process.execPath,
      ['packages/cli/dist/main.js', 'local', '--port-base', port],
      { cwd: root },
    );
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(
      stderr,
      new RegExp(
        `^Entra and Graph cannot listen on 127\\.0\\.0\\.1:${port}: another process already does\\.`,
      ),
    );
  });

  it('ends with 0 on SIGTERM, closes its ports and removes its files', async () => {
    const caFile = /CA certificate +(\S+)/.exec(local.found)?.[1] ?? '';
    const { code, stderr } = await local.stop();
    assert.deepEqual([code, stderr], [0, '']);
    const url = /AWS +(http:\S+)/.exec(local.found)?.[1] ?? '';
    await assert.rejects(fetch(url), (/** @type {any} */ error) => error.cause.code === 'ECONNREFUSED');
    await assert.rejects(access(caFile), { code: 'ENOENT' });
  });
});
