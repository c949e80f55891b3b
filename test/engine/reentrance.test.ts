import { expect, test } from 'vitest';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine, Route, WishedForward } from '../../electron/engine/face.ts';
import { wish } from './bench.ts';

/** An engine whose every report leads straight back into `reconcile`, as a store does that tells its readers at once. */
function openLoop() {
  let wished: readonly WishedForward[] = [];
  let resolved = 0;
  const statuses: string[] = [];
  const loop: { engine?: Engine } = {};
  loop.engine = openEngine(
    {
      resolve: (_, signal) => {
        resolved += 1;
        return new Promise<Route>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      },
      credentials: () => Promise.resolve({ authorization: 'Bearer none' }),
      report: (observation) => {
        if (observation.type === 'forward') statuses.push(observation.status.kind);
        loop.engine?.reconcile(wished);
      },
      places: {},
    },
    { range: { first: '127.24.77.1', last: '127.24.77.9' } },
  );
  const { engine } = loop;
  const want = (next: readonly WishedForward[]) => {
    wished = next;
    engine.reconcile(next);
  };
  return { engine, want, statuses, resolved: () => resolved };
}

test('a report that leads back to reconcile starts no second life of the forward', async () => {
  const { engine, want, resolved, statuses } = openLoop();
  want([wish()]);
  expect(resolved()).toBe(1);
  expect(statuses).toEqual(['starting']);
  await engine.close();
});

test('a report of closing that leads back to reconcile opens nothing again', async () => {
  const { engine, want, resolved, statuses } = openLoop();
  want([wish()]);
  await engine.close();
  expect(resolved()).toBe(1);
  expect(statuses.at(-1)).toBe('off');
});
