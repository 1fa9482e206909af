/**
 * Asks again until there is an answer, as a client of the real service has to. Rejects after 20 s.
 *
 * @template T
 * @param {() => Promise<T | undefined>} ask
 * @returns {Promise<T>}
 */
export async function until(ask) {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Still no answer after 20 s: ${ask.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
