import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBlock, stripBlock, type HostsEntry } from '../../electron/system/hosts-block.ts';
import { applyBlock, BEGIN, OWN } from '../support/hosts-own.ts';

const latin1 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const foreignLine = fc.oneof(
  latin1,
  fc.constantFrom(
    '127.0.0.1\tlocalhost',
    '::1     ip6-localhost ip6-loopback',
    '10.0.0.5   dbhost  web # mine',
    '# a comment',
    '',
    '\xef\xbb\xbf127.0.0.1 localhost',
    '127.24.1.1 web',
    '# Northflank Proxy',
    ' # Portside begin',
    '# Portside',
  ),
);
const anyLine = fc.oneof(
  { weight: 3, arbitrary: foreignLine },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '# Portside begin',
      '# Portside begin 99.dead.1',
      BEGIN,
      '# Portside end',
      '# Portside ended the line above, which had no line break.',
      '# Portside keeps the lines between these marks; changes to them are lost.',
      '127.24.1.9 stale.ns.svc.cluster.local stale',
      '127.0.0.1 stale',
    ),
  },
);
const eol = fc.constantFrom('\n', '\n', '\r\n', '\r', '');
const joined = (line: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(line, eol), { maxLength: 12 }).map((lines) => lines.flat().join(''));
/** What was there before us; no line of it is one of our marks. */
const foreignText = joined(foreignLine).filter((text) => !/^# Portside (?:begin|end)[ \t\r]*$/m.test(text));
const anyText = joined(anyLine);

const name = fc.constantFrom('web', 'p01.web', 'web.ns.svc.cluster.local', 'db-0.db--h.addon.code.run', 'app', 'x.y.z');
const entries: fc.Arbitrary<readonly HostsEntry[]> = fc.array(
  fc.record({
    address: fc.oneof(
      fc.constant('127.0.0.1'),
      fc.tuple(fc.nat(255), fc.nat(255)).map(([third, fourth]) => `127.24.${third}.${fourth}`),
    ),
    names: fc.array(name, { minLength: 1, maxLength: 12 }),
  }),
  { maxLength: 5 },
);

const runs = { numRuns: 1500 };

test('taking out what was applied gives the bytes that were there before', () => {
  fc.assert(
    fc.property(foreignText, entries, (text, list) => {
      expect(stripBlock(text)).toBe(text);
      expect(stripBlock(applyBlock(text, list))).toBe(text);
    }),
    runs,
  );
});

test('that also holds over any number of changes', () => {
  fc.assert(
    fc.property(foreignText, fc.array(entries, { maxLength: 4 }), (text, lists) => {
      expect(stripBlock(lists.reduce((now, list) => applyBlock(now, list), text))).toBe(text);
    }),
    runs,
  );
});

test('whatever is in the file, applying changes no more than taking out does', () => {
  fc.assert(
    fc.property(anyText, entries, (text, list) => {
      expect(stripBlock(applyBlock(text, list))).toBe(stripBlock(text));
    }),
    runs,
  );
});

test('applying or taking out a second time changes nothing', () => {
  fc.assert(
    fc.property(anyText, entries, (text, list) => {
      const applied = applyBlock(text, list);
      expect(applyBlock(applied, list)).toBe(applied);
      const stripped = stripBlock(text);
      expect(stripBlock(stripped)).toBe(stripped);
    }),
    runs,
  );
});

test('what is read is what was applied', () => {
  fc.assert(
    fc.property(anyText, entries, (text, list) => {
      const { state, entries: read } = readBlock(applyBlock(text, list));
      expect(state).toBe(list.length > 0 ? 'whole' : 'none');
      const pairs = (each: readonly HostsEntry[]) =>
        [...new Set(each.flatMap(({ address, names }) => names.map((one) => `${address} ${one}`)))].sort();
      expect(pairs(read)).toEqual(pairs(list));
    }),
    runs,
  );
});

test('no line is lost that does not look like ours, and none changes its place', () => {
  const others = (text: string) =>
    text
      .split('\n')
      .map((line) => line.replace(/\r+$/, ''))
      .filter((line) => line !== '' && !line.startsWith('# Portside ') && !line.startsWith('127.'));
  fc.assert(
    fc.property(anyText, (text) => {
      // A half block at the end of the file may end within a line of ours.
      const whole = text.endsWith('\n') ? text : `${text}\n`;
      expect(others(stripBlock(whole))).toEqual(others(whole));
    }),
    runs,
  );
});

const OWNERS = [OWN.owner, '815.feed.1', '815.feed.2'];
const step = fc.record({ who: fc.nat(OWNERS.length - 1), list: entries, ends: fc.boolean() });
type Step = { readonly who: number; readonly list: readonly HostsEntry[]; readonly ends: boolean };

/** What each of several programs does, one after the other; one that ends without a word is dead from then on. */
function play(text: string, steps: readonly Step[], check: (now: string, said: Map<string, unknown>) => void): string {
  const said = new Map<string, readonly HostsEntry[]>();
  let now = text;
  for (const { who, list, ends } of steps) {
    const owner = OWNERS[who] ?? '';
    const living = new Set([...said.keys()].filter((each) => each !== owner));
    now = applyBlock(now, list, { owner, living });
    if (ends || list.length === 0) said.delete(owner);
    else said.set(owner, list);
    check(now, said);
  }
  return applyBlock(now, [], { owner: OWNERS[0] ?? '', living: new Set() });
}

const pairsOf = (list: readonly HostsEntry[]) =>
  [...new Set(list.flatMap(({ address, names }) => names.map((one) => `${address} ${one}`)))].sort();

test('several programs, some of which end without a word, keep their blocks side by side and leave nothing', () => {
  fc.assert(
    fc.property(foreignText, fc.array(step, { maxLength: 8 }), (text, steps) => {
      const rest = play(text, steps, (now, said) => {
        expect(stripBlock(now)).toBe(text);
        const { living } = readBlock(now, new Set(said.keys()));
        expect(living.map(({ owner }) => owner).sort()).toEqual([...said.keys()].sort());
        for (const { owner, entries: read } of living)
          expect(pairsOf(read)).toEqual(pairsOf(said.get(owner) as readonly HostsEntry[]));
      });
      expect(rest).toBe(text);
    }),
    runs,
  );
});

test('whatever is in the file, a block of the living says afterwards what it said before', () => {
  const living = new Set(['99.dead.1']);
  const blocks = (text: string) => readBlock(text, living).living.map(({ entries: read }) => read);
  fc.assert(
    fc.property(anyText, entries, (text, list) => {
      const applied = applyBlock(text, list, { ...OWN, living });
      expect(blocks(applied)).toEqual(blocks(text));
      expect(stripBlock(applied)).toBe(stripBlock(text));
      expect(applyBlock(applied, list, { ...OWN, living })).toBe(applied);
    }),
    runs,
  );
});
