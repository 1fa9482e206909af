/** @param {string} name */
function read(name) {
  const text = process.env[name];
  if (text === undefined)
    throw new Error(`${name} is not set: run the tests with "npm test", which starts the clouds.`);
  return JSON.parse(text);
}

/** Clouds without tables or people of their own. @type {import('./clouds.mjs').Whereabouts} */
export const plain = read('WAYLEAVE_E2E_PLAIN');

/** Clouds with the video pipeline in them. @type {import('./clouds.mjs').Road} */
export const road = read('WAYLEAVE_E2E_ROAD');
