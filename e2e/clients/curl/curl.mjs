import { run } from '../../support/processes.mjs';

const version = await run('curl', ['--version']).catch(() => undefined);

/** `curl 7.88.1`, or undefined where there is none. */
export const found = version?.code === 0 ? version.stdout.split(' ').slice(0, 2).join(' ') : undefined;

/** For `describe`: a reason to skip where there is no curl. */
export const skip = found === undefined && 'there is no curl; get one with: apt-get install curl';

/**
 * `curl -i <args>`, read: the last answer's status, headers and body.
 *
 * @param {readonly string[]} args
 */
export async function curl(...args) {
  const { code, stdout, stderr } = await run('curl', ['-sS', '-i', ...args], {
    env: { PATH: process.env['PATH'] },
  });
  if (code !== 0) throw new Error(`curl ended with ${code}: ${stderr}`);
  const [head = '', ...rest] = stdout.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
