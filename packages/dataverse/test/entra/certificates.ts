import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A self-signed certificate with its key, made by hand in DER. Times as `20260101000000Z`. */
export function certificate(
  { from = '20260101000000Z', to = '20280101000000Z' } = {},
  pair = generateKeyPairSync('rsa', { modulusLength: 2048 }),
): TestCertificate {
  const name = sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from('Wayleave test')))));
  const isRsa = pair.privateKey.asymmetricKeyType === 'rsa';
  const algorithm = isRsa
    ? sequence(oid('2a864886f70d01010b'), der(0x05, Buffer.alloc(0)))
    : sequence(oid('2a8648ce3d040302'));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(der(0x18, Buffer.from(from)), der(0x18, Buffer.from(to))),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, pair.privateKey);
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    ...pair,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One whose key is of an elliptic curve. */
export function ecCertificate(): TestCertificate {
  return certificate({}, generateKeyPairSync('ec', { namedCurve: 'P-256' }));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]) => der(0x31, Buffer.concat(parts));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
