import { expect, test } from 'vitest';
import { ask } from './client.ts';
import { PORT, setUp } from './bench.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.60.1', last: '127.24.60.254' };

async function echoBench(options: Partial<Parameters<typeof setUp>[0]> = {}) {
  const echo = await startEcho();
  const bench = await setUp({ range, ...options });
  bench.gateway.instances.set('pod-1', echo.at);
  return { bench, echo };
}

test('a wish becomes an open port that carries bytes both ways', async () => {
  const { bench } = await echoBench();
  const [address] = await bench.open();
  expect(address).toEqual({ host: '127.24.60.1', port: PORT });
  expect(await ask(address!, 'hello')).toEqual({ answer: 'hello', end: 'end' });
});

test('each step of a forward is one status', async () => {
  const { bench } = await echoBench();
  await bench.open();
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  const steps = bench.seen.flatMap((each) => {
    if (each.type !== 'forward') return [];
    return [
      `${each.status.kind} ${Object.values(each.tunnels)
        .map((tunnel) => tunnel.status.kind)
        .join()}`,
    ];
  });
  expect(steps).toEqual(['starting ', 'open starting', 'open open', 'closing open', 'closing closing', 'off ']);
});
