import { toServiceError } from './service-error.mjs';

/** A session in the original's shape: `properties` where all of them are known, else `partialProperties`. */
export function toSession({ properties, error, ...session }) {
  const isWhole = session.status === 'Ready' || session.status === 'Expired';
  return {
    ...session,
    [isWhole ? 'properties' : 'partialProperties']: properties,
    ...(error && { error: toServiceError(error) }),
  };
}
