import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Credentials } from '../../demo/rest.ts';
import { addressOf, pause } from '../cast.ts';
import { forked, repeat, STUCK_MS, withinLimit, type LoadParts } from './worker.ts';

const WORKERS = 3;
const LOAD = 'redis';

type Watched = { stream?: { on: (event: 'end', listener: () => void) => void } };

/** What a counter may be: an increment without an answer may have happened, may happen later, or never. */
type Bounds = { least: number; most: number };

type Opened = { readonly redis: Redis; readonly end: () => void };

async function open({ addresses, book }: LoadParts, { secrets }: Credentials): Promise<Opened> {
  const openedAt = Date.now();
  const redis = new Redis({
    ...addressOf(addresses, 'cache', 6379),
    password: secrets['PASSWORD'] ?? '',
    retryStrategy: null,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: STUCK_MS,
  });
  let isClosing = false;
  redis.on('error', () => {});
  redis.on('connect', () => {
    (redis as unknown as Watched).stream?.on('end', () => {
      if (!isClosing)
        book.cleanEnd({ load: LOAD, member: 'cache', openedAt, what: 'the connection of redis ended in order' });
    });
  });
  const end = () => {
    isClosing = true;
    redis.disconnect();
  };
  try {
    await withinLimit('a connection to redis', redis.connect());
  } catch (error) {
    end();
    throw error;
  }
  return { redis, end };
}

/** Counters that only one program each touches, so that it knows what they have to be; and echoes of random bytes. */
export function createCounters(given: LoadParts, credentials: Credentials) {
  const { book } = given;
  const bounds = new Map<string, Bounds>();

  function hold(key: string, limits: Bounds, found: number): void {
    if (found < limits.least || found > limits.most)
      book.violation(LOAD, `${key} is ${found}, not between ${limits.least} and ${limits.most}`);
    limits.least = found;
    limits.most = Math.max(limits.most, found);
  }

  async function increment(redis: Redis, key: string, limits: Bounds): Promise<void> {
    limits.most += 1;
    const found = await redis.incr(key);
    limits.least += 1;
    hold(key, limits, found);
  }

  async function echo(redis: Redis, length: number): Promise<void> {
    const sent = randomBytes(length);
    const got = await redis.callBuffer('ECHO', sent);
    if (!Buffer.isBuffer(got) || !got.equals(sent))
      book.violation(LOAD, `an echo of ${length} bytes came back as others`);
  }

  async function read(redis: Redis, key: string, limits: Bounds): Promise<void> {
    hold(key, limits, Number((await redis.get(key)) ?? 0));
  }

  async function run(parts: LoadParts, key: string): Promise<void> {
    const limits = bounds.get(key) ?? { least: 0, most: 0 };
    bounds.set(key, limits);
    const { redis, end } = await open(parts, credentials);
    try {
      await withinLimit('GET', read(redis, key, limits));
      const turns = parts.random.between(1, 300);
      for (let turn = 0; turn < turns && !parts.signal.aborted; turn += 1) {
        await withinLimit('INCR', increment(redis, key, limits));
        if (turn % 7 === 0) await withinLimit('ECHO', echo(redis, parts.random.between(1, 60_000)));
        if (turn % 11 === 0) await withinLimit('GET', read(redis, key, limits));
        book.done(LOAD, 1);
        await pause(parts.random.between(0, 30));
      }
    } finally {
      end();
    }
  }

  return {
    start: (): Promise<void>[] =>
      Array.from({ length: WORKERS }, (_, index) => {
        const parts = forked(given);
        return repeat(LOAD, parts, 100, () => run(parts, `soak:${index}`));
      }),
    async probe() {
      const { redis, end } = await open(given, credentials);
      try {
        await redis.get('soak:probe');
      } finally {
        end();
      }
    },
    /** After the loads have ended. */
    async verify() {
      const { redis, end } = await open(given, credentials);
      try {
        for (const [key, limits] of bounds) await read(redis, key, limits);
      } finally {
        end();
      }
      return Object.fromEntries(bounds);
    },
  };
}

export type Counters = ReturnType<typeof createCounters>;
