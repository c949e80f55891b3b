import { PORTS } from './ports.ts';

/** Where a workload's bytes go: into frames behind the gateway, or straight into a socket. */
export type Outlet = {
  /** Sends `batch` as it is; made by `prepare`. Calls back when there is room for the next one. */
  readonly sendBatch: (onRoom: () => void) => void;
  readonly send: (bytes: Buffer) => void;
  readonly stopReading: () => void;
};

/** Takes the next bytes from the client; they are valid during the call only. */
type Inlet = (bytes: Buffer) => void;

/** Bytes that one `sendBatch` carries. */
export const BATCH_BYTES = 1024 * 1024;

export const counters = { sunkBytes: 0 };

/** The workload on this port, speaking to one client. */
export function workload(port: number, outlet: Outlet): Inlet {
  if (port === PORTS.echo) return (bytes) => outlet.send(bytes);
  if (port === PORTS.source) return source(outlet);
  if (port === PORTS.stalled) outlet.stopReading();
  return (bytes) => {
    counters.sunkBytes += bytes.length;
  };
}

/** Whole batches: a count that is none is rounded up. */
function source(outlet: Outlet): Inlet {
  let left = 0n;
  let isSending = false;
  let request = Buffer.alloc(0);
  const more = () => {
    isSending = left > 0n;
    if (!isSending) return;
    left -= BigInt(BATCH_BYTES);
    outlet.sendBatch(more);
  };
  return (bytes) => {
    request = Buffer.concat([request, bytes]);
    while (request.length >= 8) {
      left += request.readBigUInt64LE();
      request = request.subarray(8);
    }
    if (!isSending) more();
  };
}
