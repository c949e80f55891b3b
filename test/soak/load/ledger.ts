import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Credentials } from '../../demo/rest.ts';
import { addressOf } from '../cast.ts';
import { watchedSocket } from './watched-socket.ts';
import { forked, repeat, STUCK_MS, withinLimit, type LoadParts } from './worker.ts';

const ACCOUNTS = 60;
const OPENING = 1_000;
const TOTAL = ACCOUNTS * OPENING;
const WORKERS = 4;
const LOAD = 'postgres';

type Connection = { readonly client: Client; readonly end: () => Promise<void> };

async function open({ addresses, book }: LoadParts, { secrets, envs }: Credentials): Promise<Connection> {
  const { socket, expectEnd } = watchedSocket(book, LOAD, 'ledger-db');
  const client = new Client({
    ...addressOf(addresses, 'ledger-db', 5432),
    user: secrets['USERNAME'],
    password: secrets['PASSWORD'],
    database: envs['DATABASE'],
    stream: () => socket,
    connectionTimeoutMillis: STUCK_MS,
    // Those who wait for a row that a swallowed connection has locked give up before that one is found.
    options: '-c lock_timeout=10s',
  });
  // The query that runs tells of the same error.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    client,
    async end() {
      expectEnd();
      if (socket.destroyed) return;
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
      });
      await Promise.race([client.end(), closed]).catch(() => {});
      socket.destroy();
    },
  };
}

/** Transfers between accounts, as pgbench does them, with a record of every commit that was acknowledged. */
export function createLedger(given: LoadParts, credentials: Credentials) {
  /** `acknowledged`: must be there once. `sent`: its commit was on its way when the connection was lost. */
  const transfers = new Map<string, 'begun' | 'sent' | 'acknowledged'>();
  const { book } = given;

  async function inConnection<T>(act: (client: Client) => Promise<T>): Promise<T> {
    const { client, end } = await open(given, credentials);
    try {
      return await act(client);
    } finally {
      await end();
    }
  }

  async function transfer(client: Client, { random }: LoadParts): Promise<void> {
    const id = randomUUID();
    const from = random.between(1, ACCOUNTS);
    const to = (from % ACCOUNTS) + 1;
    const amount = random.between(1, 50);
    transfers.set(id, 'begun');
    await client.query('BEGIN');
    // The lower number first, so that two of them never wait for each other.
    for (const account of [from, to].sort((a, b) => a - b))
      await client.query('UPDATE soak_accounts SET balance = balance + $1 WHERE id = $2', [
        account === from ? -amount : amount,
        account,
      ]);
    await client.query('INSERT INTO soak_transfers VALUES ($1, $2, $3, $4)', [id, from, to, amount]);
    transfers.set(id, 'sent');
    const { command } = await client.query('COMMIT');
    if (command === 'COMMIT') transfers.set(id, 'acknowledged');
    else transfers.set(id, 'begun');
    book.done(LOAD, amount);
  }

  async function checkSum(client: Client): Promise<void> {
    const { rows } = await client.query<{ sum: string }>('SELECT sum(balance) FROM soak_accounts');
    if (Number(rows[0]?.sum) !== TOTAL) book.violation(LOAD, `the balances sum up to ${rows[0]?.sum}, not ${TOTAL}`);
  }

  return {
    /** No unique constraint: a transfer that was carried out twice must show. */
    prepare: () =>
      inConnection(async (client) => {
        await client.query('CREATE TABLE soak_accounts (id int PRIMARY KEY, balance bigint NOT NULL)');
        await client.query('CREATE TABLE soak_transfers (id uuid, source int, target int, amount int)');
        await client.query('INSERT INTO soak_accounts SELECT n, $1 FROM generate_series(1, $2::int) n', [
          OPENING,
          ACCOUNTS,
        ]);
      }),

    start: (): Promise<void>[] =>
      Array.from({ length: WORKERS }, () => {
        const parts = forked(given);
        return repeat(LOAD, parts, 100, () =>
          inConnection(async (client) => {
            const turns = parts.random.between(1, 80);
            for (let turn = 0; turn < turns && !parts.signal.aborted; turn += 1) {
              await withinLimit('a transfer', transfer(client, parts));
              if (turn % 10 === 0) await withinLimit('a sum', checkSum(client));
              await new Promise((resolve) => {
                setTimeout(resolve, parts.random.between(0, 60));
              });
            }
          }),
        );
      }),

    probe: () => inConnection((client) => client.query('SELECT 1')),

    /** After the loads have ended: every transfer against what its program was told. */
    verify: () =>
      inConnection(async (client) => {
        await checkSum(client);
        const { rows } = await client.query<{ id: string }>('SELECT id::text FROM soak_transfers');
        const times = new Map<string, number>();
        for (const { id } of rows) times.set(id, (times.get(id) ?? 0) + 1);
        const states = { begun: 0, sent: 0, acknowledged: 0 };
        let unsure = 0;
        for (const [id, state] of transfers) {
          states[state] += 1;
          const found = times.get(id) ?? 0;
          if (found > 1) book.violation(LOAD, `transfer ${id} is there ${found} times`);
          if (state === 'acknowledged' && found === 0)
            book.violation(LOAD, `transfer ${id} was acknowledged and is lost`);
          if (state === 'begun' && found > 0) book.violation(LOAD, `transfer ${id} was never committed and is there`);
          if (state === 'sent') unsure += found;
        }
        for (const id of times.keys()) if (!transfers.has(id)) book.violation(LOAD, `nobody made transfer ${id}`);
        const balances = await client.query<{ wrong: string }>(`
          SELECT count(*) AS wrong FROM soak_accounts a WHERE balance <> ${OPENING}
            + coalesce((SELECT sum(amount) FROM soak_transfers WHERE target = a.id), 0)
            - coalesce((SELECT sum(amount) FROM soak_transfers WHERE source = a.id), 0)`);
        if (balances.rows[0]?.wrong !== '0')
          book.violation(LOAD, `${balances.rows[0]?.wrong} balances do not fit the transfers`);
        return { ...states, sentAndThere: unsure, rows: rows.length };
      }),
  };
}

export type Ledger = ReturnType<typeof createLedger>;
