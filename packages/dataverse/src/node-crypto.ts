/** Node's own cryptography, which takes longer to load than all of this package: few programs need it. */
export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
