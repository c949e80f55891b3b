import { readdirSync, readlinkSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Sample } from './subject.ts';

/** Open descriptors of a process, where the system has /proc. */
export function descriptorsOf(pid: number | 'self'): { readonly descriptors: number; readonly sockets: number } {
  try {
    const folder = `/proc/${pid}/fd`;
    const names = readdirSync(folder);
    const isSocket = (name: string) => {
      try {
        return readlinkSync(`${folder}/${name}`).startsWith('socket:');
      } catch {
        // The one that this very listing used.
        return false;
      }
    };
    return { descriptors: names.length, sockets: names.filter(isSocket).length };
  } catch {
    return { descriptors: 0, sockets: 0 };
  }
}

const RESOLUTION_MS = 5;

/** Looks at the process it runs in. The garbage collection that comes first is not part of the event-loop delay. */
export function createSelfWatch(): () => Omit<Sample, 'connections'> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  return () => {
    const loopDelayP99Ms = Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS);
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const handles: Record<string, number> = {};
    for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
    loop.reset();
    return {
      rssBytes: rss,
      cpuMs: Math.round((user + system) / 1000),
      heapBytes: heapUsed,
      externalBytes: external,
      handles,
      loopDelayP99Ms: Math.round(loopDelayP99Ms * 10) / 10,
      ...descriptorsOf('self'),
    };
  };
}
