import { afterEach, beforeEach, expect } from 'vitest';

/**
 * Fails a test that leaves a socket, server, child process or long timer behind. Handles that existed before the test
 * (a platform shared by a file, the runner's own pipes) are not its fault.
 */
const WATCHED = new Set(['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'UDPWrap', 'TLSWrap', 'ProcessWrap', 'Timeout']);

function count(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function surplus(before: Map<string, number>): string[] {
  return [...count()]
    .filter(([kind, now]) => now > (before.get(kind) ?? 0))
    .map(([kind, now]) => `${kind} +${now - (before.get(kind) ?? 0)}`);
}

let before = new Map<string, number>();

beforeEach(() => {
  before = count();
});

/** The runner reports its progress by a timer of at most 100 ms, which may start within any test. */
const RUNNER_TIMER_MS = 100;

afterEach(async () => {
  // Closing a handle takes effect in a later turn of the loop; each turn is awaited, no time is slept.
  for (let turn = 0; turn < 50 && surplus(before).length > 0; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  const left = surplus(before);
  if (left.length > 0 && left.every((each) => each.startsWith('Timeout'))) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, RUNNER_TIMER_MS + 1);
    });
  }
  expect(surplus(before), 'handles left open by this test').toEqual([]);
});
