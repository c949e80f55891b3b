import { setMaxListeners } from 'node:events';
import type { Credentials } from '../../demo/rest.ts';
import { answer } from '../../bench/calls.ts';
import { SHARDS, TCP_ECHO, type Addresses } from '../cast.ts';
import { createRandom } from '../random.ts';
import { createBook, reasonOf } from './book.ts';
import { createCounters, type Counters } from './counters.ts';
import { askOnce, startDatagrams } from './datagrams.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { echoOnce, startStreams } from './streams.ts';
import { getOnce, startWeb } from './web.ts';
import { withinLimit, type LoadParts } from './worker.ts';

/** All local programs of the soak, in one process that shares nothing with the engine but its ports. */

export type LoadOptions = {
  readonly addresses: Addresses;
  readonly seed: number;
  /** Absent where this machine has no such program. */
  readonly ledger?: Credentials;
  readonly cache?: Credentials;
};

const book = createBook();
const end = new AbortController();
// Every stream that runs listens.
setMaxListeners(0, end.signal);
let parts: LoadParts | undefined;
let ledger: Ledger | undefined;
let counters: Counters | undefined;
let running: Promise<void>[] = [];

process.on('warning', (warning) => book.violation('load', `warning: ${warning.message}`));

function known(): LoadParts {
  if (!parts) throw new Error('not started');
  return parts;
}

/** A new connection of each kind to every port; what failed, in words. */
async function probe(): Promise<string[]> {
  const given = known();
  const asked: Readonly<Record<string, Promise<unknown>>> = {
    http: getOnce(given),
    postgres: ledger?.probe() ?? Promise.resolve(),
    redis: counters?.probe() ?? Promise.resolve(),
    tcp: echoOnce(given, 'tcp-echo', TCP_ECHO),
    udp: askOnce(given),
    ...Object.fromEntries(SHARDS.map((port) => [`shard ${port}`, echoOnce(given, 'ingest', port)])),
  };
  const results = await Promise.allSettled(Object.values(asked));
  return Object.keys(asked).flatMap((name, index) => {
    const result = results[index];
    return result?.status === 'rejected' ? [`${name}: ${reasonOf(result.reason)}`] : [];
  });
}

answer({
  async start({ addresses, seed, ledger: ledgerLogin, cache }: LoadOptions) {
    parts = { addresses, book, random: createRandom(seed), signal: end.signal };
    ledger = ledgerLogin && createLedger(parts, ledgerLogin);
    counters = cache && createCounters(parts, cache);
    await ledger?.prepare();
    running = [
      ...(ledger?.start() ?? []),
      ...(counters?.start() ?? []),
      ...startWeb(parts),
      ...startStreams(parts),
      ...startDatagrams(parts),
    ];
  },
  probe,
  calm: (calm: boolean) => book.setCalm(calm),
  take: () => book.take(),
  tallies: () => book.tallies(),
  /** Ends the loads. */
  async stop() {
    end.abort();
    await withinLimit('the end of the loads', Promise.all(running));
  },
  verify: async () => ({ transfers: await ledger?.verify(), counters: await counters?.verify() }),
});
