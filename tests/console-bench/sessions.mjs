// Lists of sessions as the service answers them.

/** When the first session was created. */
const BEGAN = Date.now();

/**
 * So many sessions, all ready. With each generation all of them differ in what the table shows: lease, host and ports.
 * @param {number} count
 * @param {number} generation
 */
export function list(count, generation) {
  const sessions = Array.from({ length: count }, (_, number) => ({
    id: `engine-${String(number).padStart(4, '0')}`,
    creationTime: new Date(BEGAN - number * 60_000).toISOString(),
    arrInspectorPort: 50000 + (generation % 1000),
    handshakePort: 51000 + (generation % 1000),
    elapsedTimeMinutes: 0,
    hostname: hostOf(number, generation),
    maxLeaseTimeMinutes: 60 + ((number + generation) % 600),
    size: number % 10 === 0 ? 'Premium' : 'Standard',
    status: 'Ready',
    teraflops: 1.5,
  }));
  return JSON.stringify({ sessions });
}

/** Where a session's server is, which is how a generation is known in the table. */
export const hostOf = (number, generation) => `r${number}-${generation}.example.org`;
