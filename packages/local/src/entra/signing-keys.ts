import { createHash, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { compactVerify, exportJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

/** An RSA key pair that signs tokens. */
export interface SigningKeyPair {
  readonly privateKey: KeyObject;
}

/** The tenant's signing keys: two, so that clients have to choose by `kid`. */
export interface SigningKeys {
  sign(claims: JWTPayload): Promise<string>;
  /** Claims of a token that the first key signed; undefined for any other text. Times are not looked at. */
  verify(token: string): Promise<JWTPayload | undefined>;
  jwks(): Promise<JSONWebKeySet>;
}

const generate = promisify(generateKeyPair);

/**
 * The key that is published beside the one that signs. It never signs, so all tenants of a process share it:
 * making a key is the slowest step of a test.
 */
let standby: Promise<KeyObject> | undefined;

/**
 * Makes the keys in the background (RSA 2048); the first use waits for them. With a given pair, which signs, the
 * second key is made only when somebody asks for the published set.
 *
 * Decision: `kid` and `x5t` are the SHA-1 of the public key, for there is no certificate; `x5c` is therefore left out.
 */
export function createSigningKeys(given: SigningKeyPair | undefined): SigningKeys {
  const current = (given === undefined ? newPrivateKey() : Promise.resolve(given.privateKey)).then(
    (privateKey) => ({ privateKey, publicKey: createPublicKey(privateKey), kid: thumbprint(privateKey) }),
  );
  let published: Promise<JSONWebKeySet> | undefined;
  const jwks = (): Promise<JSONWebKeySet> => {
    standby ??= newPrivateKey();
    published ??= Promise.all([current.then(({ privateKey }) => privateKey), standby]).then(async (keys) => ({
      keys: await Promise.all(keys.map(publicJwk)),
    }));
    return published;
  };
  // Whoever asks for the keys hears of a failure; nobody asking must not end the process.
  current.catch(() => undefined);
  if (given === undefined) jwks().catch(() => undefined);
  return {
    async sign(claims) {
      const { privateKey, kid } = await current;
      return new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', x5t: kid, kid })
        .sign(privateKey);
    },
    async verify(token) {
      const { publicKey } = await current;
      return compactVerify(token, publicKey, { algorithms: ['RS256'] })
        .then(({ payload }) => readClaims(payload))
        .catch(() => undefined);
    },
    jwks,
  };
}

function readClaims(payload: Uint8Array): JWTPayload | undefined {
  const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
  return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
}

async function newPrivateKey(): Promise<KeyObject> {
  return (await generate('rsa', { modulusLength: 2048 })).privateKey;
}

function thumbprint(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(der).digest('base64url');
}

async function publicJwk(privateKey: KeyObject) {
  const { kty, n, e } = await exportJWK(createPublicKey(privateKey));
  if (kty === undefined || n === undefined || e === undefined)
    throw new TypeError('Entra signs with RSA keys only.');
  const kid = thumbprint(privateKey);
  return { kty, use: 'sig', kid, x5t: kid, n, e };
}
