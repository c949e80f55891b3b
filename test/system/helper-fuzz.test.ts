import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripBlock } from '../../electron/system/hosts-block.ts';
import type { Relay } from '../../electron/system/elevation-plan.ts';
import type { Relays } from '../../electron/system/helper-relays.ts';
import { HOSTS, withHelperRoom } from '../support/helper-room.ts';

const MESSAGES = 100_000;
const address = fc.oneof(
  fc.constantFrom(
    '127.24.0.1',
    '127.24.255.255',
    '127.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '::1',
    '127.24.1',
    '127.24.0.256',
  ),
  fc.string({ maxLength: 12 }),
);
const name = fc.oneof(
  fc.constantFrom(
    'web',
    'localhost',
    'github.com',
    'a b',
    'web\n1.2.3.4 bank.com',
    '../etc',
    'web#',
    'WEB',
    'x'.repeat(300),
  ),
  fc.string({ maxLength: 12 }),
);
const id = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.anything());
const entries = fc.array(fc.record({ address, names: fc.array(name, { minLength: 1, maxLength: 2 }) }), {
  minLength: 1,
  maxLength: 2,
});
const port = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(1, 80, 443, 1023, 1024, 8080, 65_535, 65_536, 0, -1) },
  { weight: 1, arbitrary: fc.anything() },
);
const near = fc.oneof(fc.constantFrom('127.24.0.1', '127.24.255.255', '127.0.0.1'), address);
const relay = fc.oneof(
  { weight: 5, arbitrary: fc.record({ address: near, port, target: port }) },
  fc.record({ address, port, target: port, host: fc.constant('10.0.0.1') }),
);
/** Nearly what the app says, with one or two things that it would never say, or none by chance. */
const request = fc.oneof(
  { weight: 3, arbitrary: fc.record({ id, verb: fc.constant('apply'), entries }) },
  fc.record({ id, verb: fc.constant('alias'), address, act: fc.constantFrom('add', 'remove', 'flush') }),
  { weight: 2, arbitrary: fc.record({ id, verb: fc.constant('relay'), relays: fc.array(relay, { maxLength: 2 }) }) },
  fc.record({ id, verb: fc.constantFrom('repair', 'status', 'quit', 'write', 'constructor') }),
  fc.record({
    id,
    verb: fc.constantFrom('apply', 'alias'),
    entries: fc.anything(),
    address,
    path: fc.constant('/etc/shadow'),
  }),
);
const hostile = fc.oneof(
  { weight: 6, arbitrary: request.map((each) => JSON.stringify(each) ?? '') },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
);

test(`${MESSAGES} hostile messages change nothing outside the block and the range`, async () => {
  await withHelperRoom(async ({ connect, read, notes }) => {
    const ran: string[] = [];
    const run = (file: string, args: readonly string[]) => Promise.resolve(void ran.push([file, ...args].join(' ')));
    const asked: Relay[] = [];
    const relays: Relays = {
      set: (wanted) => Promise.resolve(void asked.push(...wanted)),
      up: () => [],
      close: () => Promise.resolve(),
    };
    const messages = fc.sample(hostile, { numRuns: MESSAGES, seed: 4 });
    let sessions = 0;
    let seen = HOSTS;
    while (messages.length > 0) {
      const { app, end } = await connect({ run, relays, hasAddress: () => false, now: () => 0 });
      sessions += 1;
      // The helper reads on until the first that is not of the plan; a pack of them arrives in one piece.
      app.write(
        messages
          .splice(0, 8)
          .map((text) => `${text.replaceAll('\n', ' ')}\n`)
          .join(''),
      );
      app.end();
      await end;
      seen = await read();
      if (stripBlock(seen) !== HOSTS) break;
    }
    expect(seen).toBe(HOSTS);
    expect(sessions).toBe(MESSAGES / 8);
    // Some were what the app could have said, and were done.
    expect(notes.filter((note) => note.startsWith('apply')).length).toBeGreaterThan(10);
    expect(ran.length).toBeGreaterThan(10);
    expect(asked.length).toBeGreaterThan(10);
    for (const each of asked) {
      expect(each.address).toMatch(/^127\.24\.\d+\.\d+$/);
      expect([each.port > 0, each.port < 1024, each.target >= 1024, Object.keys(each).length]).toEqual([
        true,
        true,
        true,
        3,
      ]);
    }
    for (const command of ran)
      expect(command).toMatch(/^\/sbin\/ifconfig lo0 (?:alias 127\.24\.\d+\.\d+ up|-alias 127\.24\.\d+\.\d+)$/);
  }, 'darwin');
}, 120_000);
