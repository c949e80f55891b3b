import { createLog } from '../../electron/base/log.ts';
import { resourceKey, type Target } from '../../electron/contract/catalog.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine, Observation, WishedForward } from '../../electron/engine/face.ts';
import type { AddressRange } from '../../electron/engine/limits.ts';
import { createApis } from '../../electron/northflank/apis.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { answer } from '../bench/calls.ts';
import { CAST, pause, PORTS, type Member } from './cast.ts';
import { createSelfWatch } from './self.ts';
import type { Sample, Told } from './subject.ts';

/** The engine and the resolver, joined as `main.ts` joins them, in a process that has nothing else. */

export type OpenOptions = {
  readonly host: string;
  readonly token: string;
  readonly ca: string;
  readonly range: AddressRange;
  readonly members: readonly Member[];
};

const look = createSelfWatch();
const forwards = new Map<string, Told>();
const counts = new Map<string, number>();
const complaints: string[] = [];
const log = createLog((level, scope, message, fields) => {
  if (level === 'error') complaints.push(`${scope}: ${message} ${JSON.stringify(fields)}`);
});
const apis = createApis({ log, userAgent: 'Portside/soak' });
let engine: Engine | undefined;
let token = '';
let before: Sample | undefined;

process.on('warning', (warning) => complaints.push(`warning: ${warning.message}`));

function wish(member: Member): WishedForward {
  const { project, kind, id } = CAST[member];
  const target: Target = { accountId: 'soak', projectId: project, kind, resourceId: id };
  return { id: resourceKey(target), target, wish: { on: true, ports: PORTS[member] } };
}

function report(observation: Observation): void {
  if (observation.type === 'forward') {
    const { id, status, tunnels } = observation;
    forwards.set(id, { id, status, tunnels });
  } else if (observation.type === 'traffic') {
    for (const [id, traffic] of Object.entries(observation.samples)) {
      counts.set(id, traffic?.connections ?? 0);
      if (traffic && Object.values(traffic).some((value) => value < 0 || Number.isNaN(value)))
        complaints.push(`impossible counters of ${id}: ${JSON.stringify(traffic)}`);
    }
  }
}

const sample = (): Sample => ({
  ...look(),
  connections: [...counts.values()].reduce((sum, count) => sum + count, 0),
});

answer({
  async open({ host, token: first, ca, range, members }: OpenOptions) {
    token = first;
    before = sample();
    engine = openEngine(
      {
        resolve: createResolver({ apiOf: () => apis.of({ host, token, ca }) }),
        credentials: async () => ({ authorization: `Bearer ${token}`, ca: [ca] }),
        report,
        places: {},
      },
      { range },
    );
    engine.reconcile(members.map(wish));
  },
  forwards: () => [...forwards.values()],
  setToken({ token: next, retry }: { token: string; retry: boolean }) {
    token = next;
    if (retry) engine?.retry();
  },
  check: () => engine?.check(),
  sample,
  complaints: () => complaints.splice(0),
  async close() {
    await engine?.close();
    apis.close();
    // Sockets and timers that were closed are gone some turns of the loop later.
    const deadline = Date.now() + 5_000;
    const isBack = ({ handles = {} }: Sample) =>
      Object.entries(handles).every(([kind, count]) => count <= (before?.handles?.[kind] ?? 0));
    let after = sample();
    while (!isBack(after) && Date.now() < deadline) {
      await pause(100);
      after = sample();
    }
    return after;
  },
});
