import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RemotePort } from '../../electron/contract/catalog.ts';
import { problem } from '../../electron/contract/problem.ts';
import type { Bound } from '../../electron/engine/bind.ts';
import { serveMoved } from '../../electron/engine/relayed.ts';
import { ID, setUp, wish, type Bench } from './bench.ts';
import { ask } from './client.ts';
import { startEcho } from './upstream.ts';

const HOST = '127.24.67.1';
const range = { first: HOST, last: '127.24.67.9' };
const MOVED = { code: 'port-forbidden' as const, args: { address: `${HOST}:80`, moved: `${HOST}:8080` } };
const isRoot = process.geteuid?.() === 0;

/** What the engine asked of who has more rights, and that one's word. */
type Asked = { readonly from: object; readonly target: number; readonly say: (isUp: boolean) => void; left: boolean };

async function open(ports: readonly RemotePort[]) {
  const echo = await startEcho();
  const asked: Asked[] = [];
  const bench = await setUp({
    range,
    ports,
    relay: (from, target, say) => {
      const one = { from, target, say, left: false };
      asked.push(one);
      return () => {
        one.left = true;
      };
    },
  });
  bench.gateway.instances.set('pod-1', echo.at);
  await bench.open();
  return { bench, asked };
}

const openStatus = (bench: Bench, port: number) => {
  const { status } = bench.tunnel(port);
  return status.kind === 'open' ? status : undefined;
};

describe.runIf(process.platform === 'linux')('a port that the system gives to no ordinary program', () => {
  beforeEach(() => {
    if (isRoot) process.seteuid?.(65_534);
  });
  afterEach(() => {
    if (isRoot) process.seteuid?.(0);
  });

  test('is where it was promised while somebody listens there for us, and moved again afterwards', async () => {
    const { bench, asked } = await open([{ number: 80, protocol: 'TCP' }]);
    expect(openStatus(bench, 80)).toMatchObject({ address: { host: HOST, port: 8080 }, notice: MOVED });
    expect(asked).toMatchObject([{ from: { host: HOST, port: 80 }, target: 8080, left: false }]);
    asked[0]?.say(true);
    await bench.until(() => openStatus(bench, 80)?.address.port === 80);
    expect(openStatus(bench, 80)?.notice).toBeUndefined();
    // Where the relay leads to is served all the time.
    expect(await ask({ host: HOST, port: 8080 }, 'hello')).toEqual({ answer: 'hello', end: 'end' });
    asked[0]?.say(false);
    await bench.until(() => openStatus(bench, 80)?.address.port === 8080);
    expect(openStatus(bench, 80)?.notice).toEqual(MOVED);
  });

  test('is asked for no longer once the forward is off', async () => {
    const { bench, asked } = await open([{ number: 80, protocol: 'TCP' }]);
    asked[0]?.say(true);
    await bench.until(() => openStatus(bench, 80)?.address.port === 80);
    bench.engine.reconcile([]);
    await bench.until(() => bench.forward().status.kind === 'off');
    expect(asked[0]?.left).toBe(true);
  });

  test('is not asked for where it would be of no use: for datagrams, and for ports that are free', async () => {
    const { bench, asked } = await open([
      { number: 53, protocol: 'UDP' },
      { number: 5432, protocol: 'TCP' },
    ]);
    expect(openStatus(bench, 53)?.notice?.code).toBe('port-forbidden');
    expect(asked).toEqual([]);
  });

  test('that the user chose fails as before: what was chosen is not changed', async () => {
    const { bench, asked } = await open([{ number: 5432, protocol: 'TCP' }]);
    bench.engine.reconcile([wish(ID, { local: { 5432: { port: 80 } } })]);
    await bench.until(() => bench.tunnel(5432).status.kind === 'failed');
    expect(asked).toEqual([]);
  });
});

test('nobody listens for a tunnel that ended while its port was bound', () => {
  const port = { number: 80, protocol: 'TCP' };
  const local = { host: HOST, port: 8080, close: () => Promise.resolve() };
  const said: string[] = [];
  const ended = {
    plan: () => ({ port, hostnames: [], endpoints: [] }),
    serveAt: (bound: Bound) => {
      said.push('served');
      void bound.local.close();
    },
  };
  serveMoved(ended, { local, notice: problem(MOVED.code, MOVED.args) }, () => {
    said.push('relayed');
    return () => {};
  });
  expect(said).toEqual(['served']);
});
