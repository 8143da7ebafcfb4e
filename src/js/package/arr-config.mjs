import * as core from './core.mjs';

export async function readArrConfig(config) {
  await core.init();
  return core.readArrConfig(typeof config === 'string' ? config : JSON.stringify(config));
}
