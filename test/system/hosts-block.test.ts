import { describe, expect, test } from 'vitest';
import { readBlock, stripBlock } from '../../electron/system/hosts-block.ts';
import { findOfficialSection } from '../../electron/system/hosts-official.ts';
import { applyBlock, BEGIN } from '../support/hosts-own.ts';

const NOTE = '# Portside keeps the lines between these marks; changes to them are lost.';
const JOINED = '# Portside ended the line above, which had no line break.';
const web = { address: '127.24.1.1', names: ['web', 'web.ns-demo.svc.cluster.local', 'p01.web'] };
const db = { address: '127.24.1.2', names: ['db-0.db--demo.addon.code.run'] };
const WEB = '127.24.1.1 web.ns-demo.svc.cluster.local p01.web web';
const DB = '127.24.1.2 db-0.db--demo.addon.code.run';
const BLOCK = [BEGIN, NOTE, WEB, DB, '# Portside end', ''].join('\n');
const ORDINARY = '127.0.0.1\tlocalhost\n127.0.1.1\tmybox\n\n# IPv6\n::1     ip6-localhost ip6-loopback\n';

describe('the block', () => {
  test('stands at the end, so that lines which were there before win', () => {
    expect(applyBlock(ORDINARY, [web, db])).toBe(ORDINARY + BLOCK);
    expect(applyBlock('', [web, db])).toBe(BLOCK);
  });

  test('is the same for the same entries in whatever order and however they are parted', () => {
    const parted = [
      db,
      { address: '127.24.1.1', names: ['p01.web', 'web'] },
      { address: '127.24.1.1', names: ['web', 'web.ns-demo.svc.cluster.local'] },
      { address: '127.24.9.9', names: [] },
    ];
    expect(applyBlock(ORDINARY, parted)).toBe(ORDINARY + BLOCK);
  });

  test('orders addresses as numbers', () => {
    const entries = ['127.24.10.1', '127.24.9.1', '127.24.9.10', '127.0.0.1'].map((address) => ({
      address,
      names: ['web'],
    }));
    expect(applyBlock('', entries).match(/^127\S+/gm)).toEqual([
      '127.0.0.1',
      '127.24.9.1',
      '127.24.9.10',
      '127.24.10.1',
    ]);
  });

  test('has at most eight names in a line', () => {
    const names = Array.from({ length: 17 }, (_, index) => `svc-${String(index).padStart(2, '0')}`);
    const lines = applyBlock('', [{ address: '127.24.1.1', names }]).match(/^127.*$/gm) ?? [];
    expect(lines.map((line) => line.split(' ').length - 1)).toEqual([8, 8, 1]);
    expect(lines.flatMap((line) => line.split(' ').slice(1))).toEqual(names);
  });

  test('is not written without entries, and an old one is taken out', () => {
    expect(applyBlock(ORDINARY, [])).toBe(ORDINARY);
    expect(applyBlock(ORDINARY + BLOCK, [])).toBe(ORDINARY);
    expect(applyBlock(ORDINARY + BLOCK, [{ address: '127.24.1.1', names: [] }])).toBe(ORDINARY);
  });

  test('is replaced where it stands, and lines after it stay after it', () => {
    const after = '10.0.0.5 dbhost # mine\n';
    const once = applyBlock(ORDINARY + BLOCK + after, [db]);
    expect(once).toBe(`${ORDINARY}${BEGIN}\n${NOTE}\n${DB}\n# Portside end\n${after}`);
    expect(applyBlock(once, [web, db])).toBe(ORDINARY + BLOCK + after);
  });

  test('takes the line ends of the file', () => {
    const text = ORDINARY.replaceAll('\n', '\r\n');
    const applied = applyBlock(text, [web, db]);
    expect(applied).toBe(text + BLOCK.replaceAll('\n', '\r\n'));
    expect(applyBlock(applied, [web, db])).toBe(applied);
    expect(stripBlock(applied)).toBe(text);
  });

  test('brings a line break where the file has none at its end, and takes it out again', () => {
    for (const [text, eol] of [
      ['127.0.0.1 localhost', '\n'],
      ['127.0.0.1 localhost\r\n::1 localhost', '\r\n'],
      ['127.0.0.1 localhost\r', '\n'],
      ['\xef\xbb\xbf', '\n'],
    ] as const) {
      const applied = applyBlock(text, [db]);
      expect(applied).toBe([`${text}${eol}${BEGIN}`, JOINED, NOTE, DB, '# Portside end', ''].join(eol));
      expect(stripBlock(applied)).toBe(text);
      expect(applyBlock(applied, [db])).toBe(applied);
    }
  });

  test('leaves the line break in when something was written behind the block meanwhile', () => {
    const applied = `${applyBlock('127.0.0.1 localhost', [db])}1.2.3.4 other\n`;
    expect(stripBlock(applied)).toBe('127.0.0.1 localhost\n1.2.3.4 other\n');
    expect(stripBlock(applyBlock(applied, [web]))).toBe('127.0.0.1 localhost\n1.2.3.4 other\n');
  });

  test('is applied to ten thousand lines and taken out of them', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `0.0.0.0\tads-${index}.example.com # blocked\n`).join('');
    const applied = applyBlock(text, [web, db]);
    expect(applied).toBe(text + BLOCK);
    expect(stripBlock(applied)).toBe(text);
  });

  test.each([
    { address: '10.0.0.1', names: ['web'] },
    { address: '127.24.1.1', names: ['github.com'] },
    { address: '127.24.1.1', names: ['web\n127.24.1.1 github.com'] },
    { address: '127.24.1.1\n10.0.0.1', names: ['web'] },
  ])('refuses $address $names', (entry) => {
    expect(() => applyBlock(ORDINARY, [web, entry])).toThrow(RangeError);
  });
});

describe('reading the block', () => {
  test('gives what was applied', () => {
    const { state, entries } = readBlock(applyBlock(ORDINARY, [db, web]));
    expect(state).toBe('whole');
    expect(entries).toEqual([
      { address: '127.24.1.1', names: ['web.ns-demo.svc.cluster.local', 'p01.web', 'web'] },
      { address: '127.24.1.2', names: ['db-0.db--demo.addon.code.run'] },
    ]);
  });

  test('tells none from a damaged one', () => {
    expect(readBlock(ORDINARY)).toMatchObject({ state: 'none', entries: [] });
    expect(readBlock(`${BLOCK}${BLOCK}`).state).toBe('damaged');
    expect(readBlock(`${ORDINARY}# Portside end\n`)).toMatchObject({ state: 'damaged', entries: [] });
  });
});

describe('what a crash or another hand left', () => {
  const after = '10.0.0.5 dbhost web\n';

  test.each([
    ['two blocks', ORDINARY + BLOCK + BLOCK, ORDINARY],
    ['two blocks with lines between', ORDINARY + BLOCK + after + BLOCK, ORDINARY + after],
    ['a block in a block', `${ORDINARY}# Portside begin\n${WEB}\n${BLOCK}`, ORDINARY],
    ['no end mark, at the end', ORDINARY + BLOCK.replace('# Portside end\n', ''), ORDINARY],
    ['no end mark, before other lines', ORDINARY + BLOCK.replace('# Portside end\n', '') + after, ORDINARY + after],
    ['no end mark, before localhost', BLOCK.replace('# Portside end\n', '') + ORDINARY, ORDINARY],
    ['no begin mark', ORDINARY + BLOCK.replace(`${BEGIN}\n`, ''), `${ORDINARY}${NOTE}\n${WEB}\n${DB}\n`],
    ['only an end mark', `${ORDINARY}# Portside end\n${after}`, ORDINARY + after],
    ['an end mark too many beside a whole block', `# Portside end\n${ORDINARY}${BLOCK}`, ORDINARY],
    ['only a begin mark', `${ORDINARY}# Portside begin\n${after}`, ORDINARY + after],
    ['a begin mark without line break', `${ORDINARY}# Portside begin`, ORDINARY],
    ['no line break after the end mark', ORDINARY + BLOCK.trimEnd(), ORDINARY],
    [
      'foreign lines inside',
      ORDINARY + BLOCK.replace(DB, `${DB}\n127.0.0.1 localhost\n${after}`),
      `${ORDINARY}127.0.0.1 localhost\n${after}\n`,
    ],
    ['a commented line inside', BLOCK.replace(DB, `${DB} # mine`), `${DB} # mine\n`],
    ['blanks behind the marks', ORDINARY + BLOCK.replaceAll(/(begin \S+|end)\n/g, '$1 \t\n'), ORDINARY],
    ['line ends changed to CR LF', (ORDINARY + BLOCK).replaceAll('\n', '\r\n'), ORDINARY.replaceAll('\n', '\r\n')],
    ['names added by the official client', ORDINARY + BLOCK.replace(DB, `${DB}      other tcp.other`), ORDINARY],
  ])('%s: only what is not ours remains, and a new block is whole', (_, text, expected) => {
    expect(stripBlock(text)).toBe(expected);
    const applied = applyBlock(text, [web, db]);
    expect(stripBlock(applied)).toBe(expected);
    expect(readBlock(applied).state).toBe('whole');
    expect(applied.match(/# Portside begin/g)).toHaveLength(1);
  });

  test('a file that was cut off at any byte of the block loses only what is ours', () => {
    const whole = ORDINARY + BLOCK;
    for (let length = ORDINARY.length + BEGIN.length; length <= whole.length; length += 1) {
      expect(stripBlock(whole.slice(0, length))).toBe(ORDINARY);
    }
  });

  test('a comment that only begins like a mark is not ours', () => {
    const text = '# Portside beginners\n#Portside begin\n  # Portside begin\n# Portside end of it\n';
    expect(stripBlock(text)).toBe(text);
    expect(readBlock(text).state).toBe('none');
  });
});

describe('the section of the official client', () => {
  const official =
    `${ORDINARY}\n# Northflank Proxy\n127.24.1.2 db-0.db--demo.addon.code.run\n` +
    '127.24.1.1 p01.web web.ns-demo.svc.cluster.local web tcp.web';

  test('is found with its line and entries', () => {
    expect(findOfficialSection(official)).toEqual({
      line: 7,
      entries: [
        { address: '127.24.1.2', names: ['db-0.db--demo.addon.code.run'] },
        { address: '127.24.1.1', names: ['p01.web', 'web.ns-demo.svc.cluster.local', 'web', 'tcp.web'] },
      ],
    });
  });

  test('is found with columns and CR LF', () => {
    const text =
      '127.0.0.1       localhost\r\n\r\n# Northflank Proxy\r\n127.24.1.1      web.ns-demo.svc.cluster.local\r\n';
    expect(findOfficialSection(text)?.entries).toEqual([
      { address: '127.24.1.1', names: ['web.ns-demo.svc.cluster.local'] },
    ]);
  });

  test('ends where its lines end', () => {
    expect(
      findOfficialSection(`# Northflank Proxy\n127.24.1.1 web\n10.0.0.1 other\n127.24.1.2 db\n`)?.entries,
    ).toHaveLength(1);
  });

  test('is seen when only its heading was left behind, and absent otherwise', () => {
    expect(findOfficialSection(`${ORDINARY}\n# Northflank Proxy`)).toEqual({ line: 7, entries: [] });
    expect(findOfficialSection(ORDINARY)).toBeUndefined();
  });

  test('stays as it is when our block comes and goes', () => {
    const applied = applyBlock(official, [web]);
    expect(findOfficialSection(applied)).toEqual(findOfficialSection(official));
    expect(stripBlock(applied)).toBe(official);
  });
});
