/** A session in the original's shape: `properties` where all of them are known, else `partialProperties`. */
export function toSession({ properties, ...session }) {
  const isWhole = session.status === 'Ready' || session.status === 'Expired';
  return { ...session, [isWhole ? 'properties' : 'partialProperties']: properties };
}
