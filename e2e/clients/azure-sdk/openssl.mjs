import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });

/** Why tests that need a certificate are skipped, or `false`. */
export const skip =
  status === 0 && !stdout.startsWith('LibreSSL')
    ? false
    : 'there is no OpenSSL on this machine: apt-get install openssl';

/**
 * Certificates as people make them: by `openssl`, in a folder that goes with the test.
 *
 * @param {{ after(end: () => unknown): void }} t
 */
export function workshop(t) {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-openssl-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  /** @param {string} command its words are divided by spaces */
  const openssl = (command) => {
    const ended = spawnSync('openssl', command.split(' '), { cwd: folder, encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`openssl ${command}: ${ended.stderr}`);
    return ended.stdout;
  };
  /** @param {string} name */
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  /** @param {string} name @param {string} text */
  const write = (name, text) => writeFileSync(join(folder, name), text);
  /** A certificate authority `ca.pem`, `ca.key`, and `name.pem`, `name.key` issued by it. @param {string} name @param {string} extensions */
  const issue = (name, extensions) => {
    openssl('req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Throw-away -keyout ca.key -out ca.pem');
    openssl(`req -newkey rsa:2048 -nodes -subj /CN=${name} -keyout ${name}.key -out ${name}.csr`);
    write('extensions', extensions);
    openssl(
      `x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile extensions -out ${name}.pem`,
    );
    return { cert: read(`${name}.pem`), key: read(`${name}.key`), ca: read('ca.pem') };
  };
  return { openssl, read, write, issue };
}
