export { readArrConfig } from './arr-config.mjs';
export { RemoteRenderingClient } from './client.mjs';
export { init } from './core.mjs';
export { KnownRenderingServerSize, KnownRenderingSessionStatus } from './known.mjs';
export { initRegions, nearestRegion, probeRegions } from './regions.mjs';
export { RestError } from './rest-error.js';
export { RemoteRenderingServiceError } from './service-error.mjs';
