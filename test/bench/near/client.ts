// oxlint-disable-next-line typescript/triple-slash-reference -- the package has no types; the engine declares them
/// <reference path="../../../electron/engine/bufferutil.d.ts" />
import { setPriority } from 'node:os';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import bufferutil from 'bufferutil';
import { answer } from '../calls.ts';
import type { Ssh } from '../far/ssh.ts';

export type Address = { readonly host: string; readonly port: number };

/** How a program under test is told where the platform is. */
export type Platform = {
  readonly api: string;
  readonly token: string;
  readonly ca: string;
  /** Loopback addresses that only this program uses, `127.<x>.<y>` without the last part. */
  readonly prefix: string;
  readonly ssh: Ssh | undefined;
  /** Where the workload itself is, by remote port. */
  readonly direct: Readonly<Record<number, number>>;
};

/** Local addresses of one service, by remote port. */
export type Addresses = Readonly<Record<number, Address>>;

/** A program that forwards; each is in a process of its own. */
export type Client = {
  /** Forwards all ports of a service of the project `bench`. */
  readonly forward: (platform: Platform, service: string) => Promise<Addresses>;
  /** Forwards the project `hundred`. */
  readonly forwardMany?: (platform: Platform) => Promise<Many>;
  /**
   * The same with all that this program remembers of having done it before. Resolves with its addresses as soon as they are
   * known, whether they can be connected to or not.
   */
  readonly launch?: (platform: Platform) => Promise<readonly Address[]>;
  /** Where the work is done by another program than this one. */
  readonly usage?: () => Usage;
};

/** Milliseconds from the wish until the last port listens, and until the last one is proved to lead to its far end. */
export type Many = { readonly listenMs: number; readonly provedMs?: number };

export type Usage = { readonly atMs: number; readonly cpuMs: number; readonly rssBytes: number };

const RESOLUTION_MS = 2;

/** As root, Chromium gives its main thread precedence over all that Node runs; on a busy machine that would be half the result. */
export function evenPriority(): void {
  setPriority(0);
}

/** Answers the bench for this client. */
export function serve(client: Client): void {
  let loop: IntervalHistogram | undefined;
  let platform: Platform | undefined;
  const known = () => {
    if (!platform) throw new Error('no platform yet');
    return platform;
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  answer({
    platform(given: Platform) {
      platform = given;
    },
    forward: (service: string) => client.forward(known(), service),
    forwardMany: () => client.forwardMany?.(known()),
    launch: () => client.launch?.(known()),
    usage(): Usage {
      if (client.usage) return client.usage();
      const { user, system } = process.cpuUsage();
      return { atMs: performance.now(), cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
    },
    collect(): void {
      for (let time = 0; time < 3; time += 1) collect();
    },
    watchLoop(): void {
      loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      loop.enable();
    },
    /** The 99th percentile, milliseconds beyond the timer's own interval. */
    loopDelay(): number | undefined {
      loop?.disable();
      if (client.usage) return undefined;
      return Math.max(0, (loop?.percentile(99) ?? 0) / 1e6 - RESOLUTION_MS);
    },
    versions: () => ({
      ...process.versions,
      mask: String(bufferutil.mask).includes('[native code]') ? 'native' : 'in JavaScript',
    }),
  });
}
