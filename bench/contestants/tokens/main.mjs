// One contestant in a process of its own: asks for tokens as often as it is told.
import { measure } from '../../support/cpu.mjs';
import { answer } from '../../support/remote.mjs';

/**
 * What each contestant gives: a function that asks for a token of a scope and gives its text.
 *
 * @typedef {{ authority: string, tenantId: string, clientId: string, secret: string }} Where
 * @typedef {(scope: string) => Promise<unknown>} GetToken
 */

/** @type {{ connect: (where: Where) => GetToken }} */
const { connect } = await import(`./${process.argv[2]}.mjs`);
/** @type {GetToken} */
let getToken;

const scopeOf = (/** @type {number} */ number) => `https://org${number}.crm.dynamics.com/.default`;

answer({
  connect(/** @type {Where} */ where) {
    getToken = connect(where);
  },
  /** Puts tokens for so many environments into the cache. */
  async fill(/** @type {number} */ count) {
    for (let number = 0; number < count; number += 1) await getToken(scopeOf(number));
  },
  /** Asks for one that is there, one call after another; gives microseconds of CPU a call. */
  async hit(/** @type {number} */ number, /** @type {number} */ calls) {
    const scope = scopeOf(number);
    const { cpu } = await measure(async () => {
      for (let call = 0; call < calls; call += 1) await getToken(scope);
    });
    return cpu / calls;
  },
  /** All at once; gives milliseconds until the last had its token. */
  async burst(/** @type {number} */ number, /** @type {number} */ callers) {
    const scope = scopeOf(number);
    const { wall } = await measure(() => Promise.all(Array.from({ length: callers }, () => getToken(scope))));
    return wall / 1000;
  },
});
