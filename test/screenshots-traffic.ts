import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { LocalAddress } from '../electron/contract/forward.ts';
import { credentialsOf } from './demo/rest.ts';
import { askHttp } from './demo/smoke.ts';
import type { Platform } from './platform/start.ts';

type TrafficParts = {
  readonly platform: Platform;
  readonly database: LocalAddress;
  readonly web: LocalAddress;
  readonly api: LocalAddress;
};

const CONNECTIONS = 3;
const QUERY_MS = 120;
const PAGE_MS = 250;

/** Rises and falls over some seconds, as the work of a team does; between 0.1 and 1. */
const tide = (phase: number) => 0.55 + 0.45 * Math.sin(Date.now() / 1700 + phase) * Math.sin(Date.now() / 4300);

/** Work like that of a few programs, so that rates and curves in pictures have something to show. Ends with `stop`. */
export async function startTraffic({
  platform,
  database,
  web,
  api,
}: TrafficParts): Promise<{ stop: () => Promise<void> }> {
  const controller = new AbortController();
  const { signal } = controller;
  const credentials = await credentialsOf(platform, 'storefront', 'orders-db');
  const { secrets, envs } = credentials;

  async function loop(work: () => Promise<unknown>, everyMs: number): Promise<void> {
    while (!signal.aborted) {
      await work();
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function queries(phase: number): Promise<void> {
    const client = new Client({
      ...database,
      user: secrets['USERNAME'],
      password: secrets['PASSWORD'],
      database: envs['DATABASE'],
      // By address the name of the addon's certificate cannot match.
      ssl: { rejectUnauthorized: false },
    });
    // The forward is taken away while this runs, when trouble is pictured.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await loop(() => client.query("select repeat('x', $1)", [Math.round(96_000 * tide(phase))]), QUERY_MS);
    } finally {
      await client.end();
    }
  }

  const pages = (address: LocalAddress, path: () => string) =>
    loop(() => askHttp(address, path(), `${address.host}:${address.port}`).catch(() => undefined), PAGE_MS);

  const work = Promise.all([
    ...Array.from({ length: CONNECTIONS }, (_, index) => queries(index)),
    pages(web, () => `/bytes?n=${Math.round(16_000 * tide(1))}`),
    pages(api, () => '/json'),
  ]);
  // Whoever stops hears of it; until then a failure must not end the process.
  work.catch(() => undefined);
  return {
    stop: async () => {
      controller.abort();
      await work;
    },
  };
}
