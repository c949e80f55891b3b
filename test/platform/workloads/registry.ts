import type { Authority } from '../certificates.ts';
import type { Address } from '../gateway/upstream.ts';
import type { PortSpec, WorkloadName } from '../spec.ts';
import type { Live, Pod } from '../world/world.ts';

/** For whom a workload is opened. */
export type Subject = { readonly live: Live; readonly pod: Pod; readonly port: PortSpec };

export type Kit = {
  readonly authority: Authority;
  /** An empty directory of its own is made below it by those who need one. */
  readonly tempDir: string;
};

export type Running = { readonly address: Address; readonly close: () => Promise<void> };

export type Opener = {
  /** `pod`: a server per instance and port, so that each can say its name. `resource`: one for all, its data outlives pods. */
  readonly per: 'pod' | 'resource';
  readonly open: (subject: Subject, kit: Kit) => Promise<Running>;
};

export type Workloads = {
  /** Where to dial for this port of this instance; starts it if needed. Rejects if it cannot be reached. */
  readonly reach: (live: Live, pod: Pod, port: PortSpec) => Promise<Address>;
  readonly podsGone: (live: Live, pods: readonly Pod[]) => void;
  readonly close: () => Promise<void>;
};

type Entry = { readonly key: string; readonly running: Promise<Running> };

/** Starts workloads when first needed and keeps them until their pod or the platform ends. */
export function createWorkloads(
  openers: Readonly<Partial<Record<WorkloadName, Opener>>>,
  allowed: ReadonlySet<WorkloadName>,
  kit: Kit,
): Workloads {
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();
  let closed = false;

  function end(entry: Entry): void {
    entries.delete(entry.key);
    const done = entry.running
      .then(async (running) => await running.close())
      // Not opened, or already gone: there is nothing left to close.
      .catch(() => undefined)
      .finally(() => closing.delete(done));
    closing.add(done);
  }

  return {
    async reach(live, pod, port) {
      const opener = openers[port.workload];
      if (!opener || !allowed.has(port.workload) || closed) throw new Error('connect ECONNREFUSED');
      const resource = resourceKey(live);
      const key = opener.per === 'pod' ? `${podKey(live, pod)}${port.number}` : `${resource}|${port.workload}`;
      let entry = entries.get(key);
      if (!entry) {
        entry = { key, running: opener.open({ live, pod, port }, kit) };
        entries.set(key, entry);
        // A failed start is tried again at the next need.
        entry.running.catch(() => entries.delete(key));
      }
      return (await entry.running).address;
    },
    podsGone(live, pods) {
      for (const pod of pods) {
        for (const entry of entries.values()) if (entry.key.startsWith(podKey(live, pod))) end(entry);
      }
    },
    async close() {
      closed = true;
      for (const entry of entries.values()) end(entry);
      await Promise.all(closing);
    },
  };
}

function resourceKey(live: Live): string {
  return `${live.team.id}/${live.project.id}/${live.kind}/${live.id}`;
}

function podKey(live: Live, pod: Pod): string {
  return `${resourceKey(live)}/${pod.name}:`;
}
