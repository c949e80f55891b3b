import { expect, test } from 'vitest';
import type { Relay } from '../../electron/system/elevation-plan.ts';
import { keepRelays } from '../../electron/system/relays.ts';
import { quiet } from '../support/helper-process.ts';

/** A helper that says of each request what listens, and when it was asked. */
function helperThat(answer: (relays: readonly Relay[]) => readonly string[] | Error) {
  const asked: (readonly Relay[])[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    relay: (relays: readonly Relay[]) => {
      asked.push(relays);
      const up = answer(relays);
      setImmediate(() => waiting.shift()?.());
      return up instanceof Error ? Promise.reject(up) : Promise.resolve(up);
    },
  };
}

const at = (port: number) => ({ host: '127.24.0.1', port });
const keys = (relays: readonly Relay[]) => relays.map(({ address, port }) => `${address}:${port}`);

test('what is wanted before there is a helper is asked of it in one request when it comes, and is down when it goes', async () => {
  const relays = keepRelays({ log: quiet });
  const heard: string[] = [];
  relays.want(at(80), 8080, (isUp) => heard.push(`80 ${isUp}`));
  relays.want(at(443), 8443, (isUp) => heard.push(`443 ${isUp}`));
  const helper = helperThat((all) => keys(all).slice(0, 1));
  const asked = helper.next();
  relays.use(helper);
  await asked;
  expect(helper.asked).toEqual([
    [
      { address: '127.24.0.1', port: 80, target: 8080 },
      { address: '127.24.0.1', port: 443, target: 8443 },
    ],
  ]);
  expect(heard).toEqual(['80 true']);
  relays.use(undefined);
  await Promise.resolve();
  expect(heard).toEqual(['80 true', '80 false']);
});

test('a burst of wishes is one request, and one that was taken back is not told any more', async () => {
  const relays = keepRelays({ log: quiet, settleMs: 1 });
  const helper = helperThat(keys);
  relays.use(helper);
  const heard: string[] = [];
  const asked = helper.next();
  const leave = relays.want(at(80), 8080, (isUp) => heard.push(`80 ${isUp}`));
  for (let port = 1; port <= 30; port += 1) relays.want(at(port), 9000, (isUp) => heard.push(`${port} ${isUp}`));
  leave();
  leave();
  await asked;
  expect(helper.asked.map((all) => all.length)).toEqual([30]);
  expect(heard.length).toBe(30);
  expect(heard).not.toContain('80 true');
});

test('a port that is wanted anew for another one of ours is told only what was asked for that', async () => {
  const relays = keepRelays({ log: quiet, settleMs: 1 });
  const helper = helperThat(keys);
  const heard: string[] = [];
  relays.want(at(80), 8080, (isUp) => heard.push(`first ${isUp}`));
  relays.use(helper);
  // The request for the first is under way.
  relays.want(at(80), 8081, (isUp) => heard.push(`second ${isUp}`));
  await new Promise<void>((resolve) => {
    relays.want(at(81), 8181, () => resolve());
  });
  expect(heard).toEqual(['second true']);
  expect(helper.asked.at(-1)).toContainEqual({ address: '127.24.0.1', port: 80, target: 8081 });
});

test('a helper that refuses leaves the port where it is', async () => {
  const relays = keepRelays({ log: quiet });
  const heard: boolean[] = [];
  relays.want(at(80), 8080, (isUp) => heard.push(isUp));
  const helper = helperThat(() => new Error('it ended'));
  const asked = helper.next();
  relays.use(helper);
  await asked;
  expect(heard).toEqual([]);
});
