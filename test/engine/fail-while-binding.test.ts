import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { ID, PORT, setUp, wish } from './bench.ts';
import { openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.112.1', last: '127.24.112.254' };
const OTHER = 'acc/-/demo/service/api';
const TUNNEL = `${ID}:${PORT}`;

/** A forward that fails for good while the system is still asked for its address, as by a prompt. */
async function failWhileBinding() {
  let allow: () => void = () => {};
  const allowed = new Promise<void>((resolve) => (allow = resolve));
  let asked = 0;
  const prepare = () => {
    asked += 1;
    return asked === 1 ? allowed : Promise.resolve();
  };
  const bench = await setUp({ range, prepare, places: { [ID]: range.first } });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  const usual = bench.route;
  bench.engine.reconcile([wish()]);
  await bench.until(() => asked === 1 || bench.forward().status.kind === 'open');
  bench.route = (forward) => {
    if (forward.id === ID) throw new Failure('resource-gone');
    return usual(forward);
  };
  const other = wish(ID, { ports: [PORT] });
  bench.engine.reconcile([other]);
  await bench.until(() => bench.forward().status.kind === 'failed');
  return { bench, allow, usual, other };
}

test('a forward that failed while it was being bound listens nowhere, and opens when it is tried again', async () => {
  const { bench, allow, usual, other } = await failWhileBinding();
  allow();
  // Takes many turns more than the rest of the first one's binding.
  bench.engine.reconcile([other, wish(OTHER)]);
  await bench.until(() => bench.forward(OTHER).tunnels[`${OTHER}:${PORT}`]?.status.kind === 'open');
  expect(await openClient({ host: range.first, port: PORT }).ended).toBe('ECONNREFUSED');
  bench.route = usual;
  bench.engine.retry([ID]);
  await bench.until(() => bench.forward().tunnels[TUNNEL]?.status.kind === 'open');
  expect(bench.tunnel(PORT).status).toMatchObject({ address: { host: range.first, port: PORT } });
});

test('one that is tried again before it was bound is bound once', async () => {
  const { bench, allow, usual, other } = await failWhileBinding();
  bench.route = usual;
  bench.engine.retry([ID]);
  await bench.until(() => bench.forward().tunnels[TUNNEL]?.status.kind === 'starting');
  allow();
  await bench.until(() => bench.forward().tunnels[TUNNEL]?.status.kind === 'open');
  bench.engine.reconcile([other, wish(OTHER)]);
  await bench.until(() => bench.forward(OTHER).tunnels[`${OTHER}:${PORT}`]?.status.kind === 'open');
  expect(bench.tunnel(PORT).status).toMatchObject({ address: { host: range.first, port: PORT } });
  expect(bench.tunnel(PORT).status).not.toHaveProperty('notice');
});
