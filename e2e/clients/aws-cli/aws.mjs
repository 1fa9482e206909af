import { access } from 'node:fs/promises';
import { run } from '../../support/processes.mjs';

/** The AWS CLI to test: `WAYLEAVE_AWS_CLI`, else Debian's, else the first on the PATH. */
async function find() {
  const candidates = [process.env['WAYLEAVE_AWS_CLI'], '/usr/bin/aws', 'aws'].filter(
    (one) => one !== undefined,
  );
  for (const command of candidates) {
    if (command.includes('/') && !(await exists(command))) continue;
    const answer = await run(command, ['--version']).catch(() => undefined);
    if (answer?.code === 0)
      return { command, version: (answer.stdout + answer.stderr).trim().split(' ')[0] ?? '' };
  }
  return undefined;
}

/** @param {string} path */
const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

export const found = await find();

/** For `describe`: a reason to skip where there is no AWS CLI. */
export const skip = found === undefined && 'there is no AWS CLI; get one with: apt-get install awscli';

export const major = Number(/^aws-cli\/(\d+)/.exec(found?.version ?? '')?.[1]);

/** Version 1 takes binary values as they are and has no option for it. */
export const binaryFormat = major < 2 ? [] : ['--cli-binary-format', 'raw-in-base64-out'];

/**
 * @typedef {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string }} Keys
 */

/**
 * `aws --endpoint-url … <args>` for these keys, with nothing of the machine's own configuration.
 *
 * @param {import('../../support/clouds.mjs').Whereabouts} where
 * @param {Keys} [keys]
 */
export function awsFor({ aws: { url, region, credentials } }, keys = credentials) {
  const env = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  /** @param {readonly string[]} args */
  const aws = (...args) => run(found?.command ?? 'aws', ['--endpoint-url', url, ...args], { env });
  /** Its output as text; rejects when it is refused. @param {readonly string[]} args */
  const text = async (...args) => {
    const { code, stdout, stderr } = await aws(...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  return {
    text,
    /** Its output as JSON; rejects when it is refused. @param {readonly string[]} args */
    async json(...args) {
      const output = await text(...args, '--output', 'json');
      return output === '' ? undefined : JSON.parse(output);
    },
    /** What it says when it is refused; rejects when it is not. @param {readonly string[]} args */
    async refusal(...args) {
      const { code, stdout, stderr } = await aws(...args);
      if (code === 0) throw new Error(`aws ${args.join(' ')} was not refused: ${stdout}`);
      return stderr.trim();
    },
  };
}

/**
 * A user with one inline policy, or with none, and its keys.
 *
 * @param {ReturnType<typeof awsFor>} administrator
 * @param {string} name
 * @param {readonly object[]} [statements]
 * @returns {Promise<Keys>}
 */
export async function createUser(administrator, name, statements) {
  await administrator.text('iam', 'create-user', '--user-name', name);
  if (statements !== undefined) {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const args = ['--user-name', name, '--policy-name', 'e2e', '--policy-document', document];
    await administrator.text('iam', 'put-user-policy', ...args);
  }
  const { AccessKey } = await administrator.json('iam', 'create-access-key', '--user-name', name);
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}
