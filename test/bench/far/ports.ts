/** What the workload behind the gateway does on each of its ports. */
export const PORTS = {
  /** Reads a count of eight bytes (little endian), sends that many bytes, and reads the next count. */
  source: 9001,
  /** Takes whatever comes and counts it. */
  sink: 9002,
  /** Sends back what it gets. */
  echo: 9003,
  /** Accepts and never reads. */
  stalled: 9004,
} as const;

/** A count that no run reaches. */
export const ENDLESS = 2n ** 53n;
