import { afterEach, beforeEach, expect } from 'vitest';

/**
 * Fails a test that leaves a socket, server, child process or timer behind. Handles that existed before the test (a
 * platform shared by a file, the runner's own pipes) are not its fault.
 */
const WATCHED = new Set(['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'UDPWrap', 'TLSWrap', 'ProcessWrap']);

/**
 * Timers are watched where they are made: the list of active resources also has the runner's own, which come and go within
 * any test. Those are made by the functions that the runner took before this file was read.
 */
let timers: NodeJS.Timeout[] = [];

function watch<T extends typeof setTimeout | typeof setInterval>(make: T): T {
  const watched = (...args: Parameters<typeof setTimeout>) => {
    const timer = (make as typeof setTimeout)(...args);
    timers.push(timer);
    return timer;
  };
  // Keeps what hangs on the function, such as its form for `util.promisify`.
  return Object.defineProperties(watched, Object.getOwnPropertyDescriptors(make)) as unknown as T;
}
globalThis.setTimeout = watch(globalThis.setTimeout);
globalThis.setInterval = watch(globalThis.setInterval);

/** A timer that is to run and keeps the process alive; Node marks one that has run or was cleared. */
function isLeft(timer: NodeJS.Timeout): boolean {
  return typeof timer === 'object' && !(timer as { _destroyed?: boolean })._destroyed && timer.hasRef();
}

function count(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const left = timers.filter(isLeft).length;
  if (left > 0) counts.set('timer', left);
  return counts;
}

function surplus(before: Map<string, number>): string[] {
  return [...count()]
    .filter(([kind, now]) => now > (before.get(kind) ?? 0))
    .map(([kind, now]) => `${kind} +${now - (before.get(kind) ?? 0)}`);
}

const SETTLE_MS = 500;
let before = new Map<string, number>();

beforeEach(() => {
  timers = timers.filter(isLeft);
  before = count();
});

afterEach(async () => {
  // Closing a handle takes effect in a later turn of the loop, and a timer of some milliseconds that is about to end is no
  // leak; each turn is awaited, no time is slept.
  const deadline = performance.now() + SETTLE_MS;
  while (surplus(before).length > 0 && performance.now() < deadline) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  expect(surplus(before), 'handles left open by this test').toEqual([]);
});
