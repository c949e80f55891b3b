import { expect, test } from 'vitest';
import type { Problem } from '../../electron/contract/problem.ts';
import { bindTarget, refusalOf, type Bound } from '../../electron/engine/bind.ts';
import { Failure } from '../../electron/contract/failure.ts';
import { defaultLimits } from '../../electron/engine/limits.ts';
import { listenTcp } from '../../electron/engine/listener.ts';
import { openDatagramPort } from '../../electron/engine/datagram.ts';
import { createPlaces } from '../../electron/engine/place.ts';
import { cleanUp } from './clean-up.ts';

const range = { first: '127.24.65.1', last: '127.24.65.9' };

function tcp(number: number) {
  const listen = (host: string, port: number) => listenTcp({ host, port, onSocket: (socket) => socket.destroy() });
  return { number, name: `web:${number}/TCP`, listen };
}

function udp(number: number) {
  return {
    number,
    name: `web:${number}/UDP`,
    async listen(host: string, port: number) {
      const open = () => Promise.reject(new Error('not used'));
      const datagrams = await openDatagramPort({ host, port, open });
      return { ...datagrams.address, close: () => datagrams.close() };
    },
  };
}

type Outcome = { readonly at?: string; readonly notice?: Problem; readonly failed?: Problem };

async function bind(ports: readonly ReturnType<typeof tcp>[], key = 'web'): Promise<Outcome[]> {
  const results = await bindTarget({
    key,
    ports,
    places: createPlaces({}, range),
    limits: { ...defaultLimits, range },
    onPlaced: () => {},
  });
  return results.map((result) => describe(result));
}

function describe(result: Bound | Failure): Outcome {
  if (result instanceof Failure) return { failed: result.problem };
  const { local, notice } = result;
  cleanUp(local.close);
  return { at: `${local.host}:${local.port}`, ...(notice && { notice }) };
}

/** Runs this with the rights of an ordinary user, for whom ports below 1024 are forbidden. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test.runIf(process.platform === 'linux')(
  'a port below 1024 moves to 8000 and itself for an ordinary user',
  async () => {
    expect(await asNobody(() => bind([tcp(80), udp(53)]))).toEqual([
      {
        at: '127.24.65.1:8080',
        notice: { code: 'port-forbidden', args: { address: '127.24.65.1:80', moved: '127.24.65.1:8080' } },
      },
      {
        at: '127.24.65.1:8053',
        notice: { code: 'port-forbidden', args: { address: '127.24.65.1:53', moved: '127.24.65.1:8053' } },
      },
    ]);
  },
);

test.runIf(process.platform === 'linux')(
  'a moved port does not take the place of another port of its target',
  async () => {
    const [moved, wished] = await asNobody(() => bind([tcp(80), tcp(8080)]));
    expect(wished).toEqual({ at: '127.24.65.1:8080' });
    expect(moved).toMatchObject({ notice: { code: 'port-forbidden' } });
  },
);

test('a port above 1024 that the system refuses is kept by the system, and no matter of rights', async () => {
  const port = tcp(7717);
  const listen: typeof port.listen = (host, number) =>
    number === 7717
      ? Promise.reject(Object.assign(new Error('listen'), { code: 'EACCES' }))
      : port.listen(host, number);
  expect(await bind([{ ...port, listen }])).toEqual([
    {
      at: '127.24.65.1:15717',
      notice: { code: 'port-reserved', args: { address: '127.24.65.1:7717', moved: '127.24.65.1:15717' } },
    },
  ]);
});

test.each([
  ['win32', 80, 'port-reserved', 'netsh interface ipv4 show excludedportrange protocol=tcp'],
  ['win32', 5432, 'port-reserved', 'netsh interface ipv4 show excludedportrange protocol=tcp'],
  ['linux', 5432, 'port-reserved', undefined],
  ['darwin', 80, 'port-forbidden', undefined],
] as const)('EACCES on %s at %i is %s', (platform, number, code, line) => {
  const args = line ? { line } : {};
  expect(refusalOf('EACCES', { number, name: `web:${number}/TCP` }, platform)).toEqual({ code, args });
});

test('an address range that is used up fails nothing: 127.0.0.1 serves', async () => {
  const places = createPlaces({}, { first: '127.24.65.1', last: '127.24.65.1' });
  const limits = { ...defaultLimits, range };
  const request = { ports: [tcp(5433)], places, limits, onPlaced: () => {} };
  const [first] = await bindTarget({ ...request, key: 'a' });
  const [second] = await bindTarget({ ...request, key: 'b' });
  expect(describe(first!)).toEqual({ at: '127.24.65.1:5433' });
  expect(describe(second!).at).toMatch(/^127\.0\.0\.1:3\d{4}|^127\.0\.0\.1:[45]\d{4}/);
});

test('any other error of the system is a failure of that port alone', async () => {
  const broken = {
    ...tcp(5434),
    listen: () => Promise.reject(Object.assign(new Error('no files'), { code: 'EMFILE' })),
  };
  expect(await bind([broken, tcp(5435)])).toEqual([
    { failed: { code: 'unexpected', args: { scope: 'listen', reason: 'EMFILE' } } },
    { at: '127.24.65.1:5435' },
  ]);
});

test('an address is prepared before it is bound, and one that cannot be prepared is tried all the same', async () => {
  const said: string[] = [];
  const port = tcp(7713);
  const results = await bindTarget({
    key: 'web',
    ports: [
      {
        ...port,
        listen: (host, number) => {
          said.push(`listen ${host}`);
          return port.listen(host, number);
        },
      },
    ],
    places: createPlaces({}, range),
    limits: { ...defaultLimits, range },
    prepare: (host) => {
      said.push(`prepare ${host}`);
      return Promise.reject(new Error('no helper'));
    },
    onPlaced: () => {},
  });
  expect(results.map((result) => describe(result))).toEqual([{ at: '127.24.65.1:7713' }]);
  expect(said).toEqual(['prepare 127.24.65.1', 'listen 127.24.65.1']);
});
