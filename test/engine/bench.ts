import { setMaxListeners } from 'node:events';
import type { RemotePort, Target } from '../../electron/contract/catalog.ts';
import type { Forward, LocalAddress, Traffic, Tunnel } from '../../electron/contract/forward.ts';
import { makeForward } from '../../electron/contract/forward.ts';
import type { PlaceBook } from '../../electron/contract/session.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type {
  Credentials,
  Engine,
  EngineParts,
  Observation,
  Route,
  TunnelPlan,
  WishedForward,
} from '../../electron/engine/face.ts';
import type { AddressRange, Limits } from '../../electron/engine/limits.ts';
import { createFacts } from '../support/gateway-facts.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { cleanUp } from './clean-up.ts';
import type { Workload } from './upstream.ts';

/** An engine in front of a real gateway, with everything it said. */
export type Bench = {
  readonly gateway: TestGateway;
  readonly engine: Engine;
  readonly seen: readonly Observation[];
  /** Answers `resolve`; tests replace it to change what the platform says. */
  route: (forward: WishedForward) => Promise<Route> | Route;
  /** What the platform says is there, whatever is wished for. */
  listed: () => readonly string[];
  /** Called when the engine no longer wants the answer of `resolve`. */
  onAbort: (reason: Error) => void;
  readonly resolved: () => number;
  credentials: () => Promise<Credentials>;
  readonly forward: (id?: string) => Forward;
  readonly tunnel: (port: number, id?: string) => Tunnel;
  readonly traffic: () => Readonly<Record<string, Traffic | undefined>>;
  readonly placed: () => Readonly<Record<string, string>>;
  /** Resolves when the fact holds; checked after each observation. */
  readonly until: (fact: () => boolean) => Promise<void>;
  /** Wishes for this forward and waits until every port of it is open. */
  readonly open: (id?: string) => Promise<LocalAddress[]>;
  readonly close: () => Promise<void>;
};

export const ID = 'acc/-/demo/service/web';

export function wish(id = ID, change: Partial<WishedForward['wish']> = {}): WishedForward {
  const target: Target = {
    accountId: 'acc',
    projectId: 'demo',
    kind: 'service',
    resourceId: id.split('/').at(-1) ?? '',
  };
  return { id, target, wish: { on: true, ...change } };
}

export function plan(gateway: TestGateway, port: RemotePort, instances: readonly string[]): TunnelPlan {
  return {
    port,
    hostnames: [`web.ns-demo.svc.cluster.local`],
    endpoints: instances.map((instance) => ({ instance, url: gateway.url(instance, port.number) })),
  };
}

export type BenchOptions = {
  /** Of this test file alone, since files run at the same time. */
  readonly range: AddressRange;
  readonly limits?: Partial<Limits>;
  readonly places?: PlaceBook;
  readonly expected?: EngineParts['expected'];
  readonly onConnection?: NonNullable<EngineParts['onConnection']>;
  readonly onPeer?: EngineParts['onPeer'];
  readonly ports?: readonly RemotePort[];
  /** Everything is closed when the test ends, unless it does so itself. */
  readonly gateway?: TestGateway;
  readonly relay?: EngineParts['relay'];
  readonly prepare?: EngineParts['prepare'];
  readonly observe?: EngineParts['observe'];
};

export const PORT = 5432;

export async function setUp(options: BenchOptions): Promise<Bench> {
  const {
    range,
    limits = {},
    places = {},
    ports,
    gateway: given,
    relay,
    prepare,
    onConnection,
    onPeer,
    observe,
    expected,
  } = options;
  const gateway = given ?? (await startGateway());
  const seen: Observation[] = [];
  const facts = createFacts();
  const forwards = new Map<string, Forward>();
  const traffic: Record<string, Traffic | undefined> = {};
  const placed: Record<string, string> = {};
  let resolved = 0;

  function report(observation: Observation): void {
    seen.push(observation);
    if (observation.type === 'forward') {
      const { type: _, ...observed } = observation;
      forwards.set(observed.id, { ...makeForward(wish(observed.id).target, observed.id), ...observed });
    } else if (observation.type === 'traffic') Object.assign(traffic, observation.samples);
    else placed[observation.key] = observation.host;
    facts.check();
  }

  const bench: Bench = {
    gateway,
    engine: openEngine(
      {
        resolve: async (forward, signal, onInstances) => {
          resolved += 1;
          setMaxListeners(0, signal);
          signal.addEventListener('abort', () => bench.onAbort(signal.reason as Error), { once: true });
          onInstances([...bench.listed()]);
          return bench.route(forward);
        },
        credentials: () => bench.credentials(),
        report,
        places,
        expected,
        relay,
        prepare,
        observe,
        onPeer,
        ...(onConnection && { onConnection }),
      },
      { range, backoff: { firstMs: 10, capMs: 40 }, suspectMs: 0, quietMs: 100, ...limits },
    ),
    seen,
    route: () => ({
      plans: (ports ?? [{ number: PORT, protocol: 'TCP' }]).map((port) =>
        plan(gateway, port, [...gateway.instances.keys()]),
      ),
    }),
    listed: () => [...gateway.instances.keys()],
    onAbort: () => {},
    resolved: () => resolved,
    credentials: async () => ({ authorization: `Bearer ${gateway.token}`, ca: [gateway.ca] }),
    forward: (id = ID) => forwards.get(id) ?? makeForward(wish(id).target, id),
    tunnel(port, id = ID) {
      const tunnel = bench.forward(id).tunnels[`${id}:${port}`];
      if (!tunnel) throw new Error(`no tunnel for ${port}`);
      return tunnel;
    },
    traffic: () => traffic,
    placed: () => placed,
    until: facts.until,
    async open(id = ID) {
      bench.engine.reconcile([...forwards.keys(), id].map((each) => wish(each)));
      const tunnels = () => Object.values(bench.forward(id).tunnels);
      await bench.until(() => tunnels().length > 0 && tunnels().every(({ status }) => status.kind === 'open'));
      return tunnels().flatMap(({ status }) => (status.kind === 'open' ? [status.address] : []));
    },
    async close() {
      await bench.engine.close();
      if (!given) await gateway.close();
    },
  };
  cleanUp(bench.close);
  return bench;
}

/** A bench whose only instance leads to this workload, with its first port open. */
export async function openTo(
  workload: Pick<Workload, 'at'>,
  options: BenchOptions,
): Promise<{ bench: Bench; address: LocalAddress }> {
  const bench = await setUp(options);
  bench.gateway.instances.set('pod-1', workload.at);
  const [address] = await bench.open();
  if (!address) throw new Error('nothing is open');
  return { bench, address };
}
