import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cyclesIn, importsOf, readSources, target, type Sources } from './support/imports.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = readSources(root, ['electron', 'renderer']);

type Room = { readonly rooms: readonly string[]; readonly packages: readonly string[]; readonly node: boolean };

/** Who may import what. Side rooms never see each other: they meet in main.ts, by shape. */
const TABLE: Readonly<Record<string, Room>> = {
  contract: { rooms: [], packages: ['zod'], node: false },
  base: { rooms: [], packages: [], node: true },
  session: { rooms: ['contract', 'base'], packages: ['zod'], node: false },
  engine: { rooms: ['contract', 'base'], packages: ['ws', 'bufferutil'], node: true },
  northflank: { rooms: ['contract', 'base'], packages: ['tldts', 'ws', 'zod'], node: true },
  kit: { rooms: ['contract'], packages: [], node: false },
  inspector: { rooms: ['contract', 'base'], packages: [], node: true },
  system: { rooms: ['contract', 'base'], packages: ['hostile', 'sudo-prompt', 'zod'], node: true },
  // Reads text that others wrote, and so sees nothing but the text and the catalogue.
  'project-files': { rooms: ['contract'], packages: ['yaml', 'zod'], node: false },
  forwarding: { rooms: ['contract', 'base', 'engine', 'northflank', 'system'], packages: [], node: true },
  cli: {
    rooms: ['contract', 'base', 'engine', 'northflank', 'kit', 'system', 'forwarding', 'project-files', 'control'],
    packages: ['@modelcontextprotocol/sdk', 'cross-spawn', 'zod'],
    node: true,
  },
  doctor: { rooms: ['contract', 'base', 'northflank', 'system'], packages: ['fflate'], node: true },
  control: { rooms: ['contract', 'base'], packages: ['zod'], node: true },
  shell: { rooms: ['contract', 'base', 'session'], packages: ['electron', 'zod'], node: true },
  entry: { rooms: ['system'], packages: ['electron'], node: true },
  preload: { rooms: ['contract'], packages: ['electron'], node: false },
  renderer: {
    rooms: ['contract'],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      '@tanstack/react-virtual',
      'lucide-react',
      '@fontsource-variable/*',
    ],
    node: false,
  },
  main: {
    rooms: [
      'contract',
      'base',
      'session',
      'engine',
      'northflank',
      'kit',
      'inspector',
      'system',
      'project-files',
      'shell',
      'control',
      'doctor',
    ],
    packages: ['electron'],
    node: true,
  },
};
/** The engine gives bytes on and nothing else; the elevated helper reads its plan and writes one file. */
const FORBIDDEN_MODULES: Readonly<Record<string, readonly string[]>> = {
  engine: ['fs', 'fs/promises', 'child_process'],
  // What it keeps is full of secrets: it has no file to leave them in.
  inspector: ['fs', 'fs/promises', 'child_process'],
};
const HELPER = /^electron\/system\/helper[a-z-]*\.ts$/;
const HELPER_MAY =
  /^electron\/(?:system\/(?:helper|elevation-plan|elevation-lines|hosts-(?:block|change|file|journal|names|official|owners|scan)\.|alias-maker|hostnames-flush|loopback|prompts)|base\/sleep|contract\/failure)/;

const MAX_LINES = 250;
const MAX_MAIN_LINES = 150;

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'renderer' ? 'renderer' : second.replace(/\.ts$/, '');
}

function packageOf(imported: string): string {
  const [first = '', second = ''] = imported.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function whyNot(file: string, imported: string, all: Sources): string | undefined {
  const room = roomOf(file);
  const rule = TABLE[room];
  if (!rule) return 'stands in no known room';
  const to = target(file, imported);
  if (to !== undefined) {
    if (!/^(?:electron|renderer)\//.test(to)) return 'leaves the sources';
    if (!all.has(to)) return 'leads to no file (extensions are written out)';
    if (HELPER.test(file) && !HELPER_MAY.test(to)) return 'the elevated helper may not import this';
    const other = roomOf(to);
    return other === room || rule.rooms.includes(other) ? undefined : `${room} may not import ${other}`;
  }
  const plain = imported.replace(/^node:/, '');
  if (builtinModules.includes(plain)) {
    if (!imported.startsWith('node:')) return 'Node modules are written with node:';
    return rule.node && !FORBIDDEN_MODULES[room]?.includes(plain) ? undefined : `${room} may not import ${plain}`;
  }
  const name = packageOf(imported);
  const isAllowed = rule.packages.some(
    (each) => each === name || (each.endsWith('/*') && name.startsWith(each.slice(0, -1))),
  );
  if (!isAllowed) return `${room} may not import ${name}`;
  return HELPER.test(file) ? 'the elevated helper imports no package' : undefined;
}

const wrongImports = (all: Sources): string[] =>
  [...all].flatMap(([file, source]) =>
    importsOf(source).flatMap((imported) => {
      const reason = file.endsWith('.css') ? undefined : whyNot(file, imported, all);
      return reason === undefined ? [] : [`${file} imports ${imported}: ${reason}`];
    }),
  );

const lines = (source: string) => source.trimEnd().split('\n').length;

test('every import is one that the room may have', () => {
  expect(sources.size).toBeGreaterThan(50);
  expect(wrongImports(sources)).toEqual([]);
});

test('the table in docs/architecture.md says the same', () => {
  const text = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(?:electron\/)?([a-z-]+)(?:\.ts)?` \| .* \| (.*) \|$/gm)];
  const told = Object.fromEntries(rows.map(([, room = '', may = '']) => [room, may.split(', ').sort()]));
  const { main, ...others } = TABLE;
  for (const [room, { rooms, packages, node }] of Object.entries(others))
    expect(told[room], room).toEqual([...rooms, ...packages, ...(node ? ['Node'] : [])].sort());
  expect(told['main']).toEqual(['Node', 'all rooms', ...(main?.packages ?? [])]);
});

test('no files import each other in a circle', () => {
  expect(cyclesIn(sources)).toEqual([]);
});

test(`no file has more than ${MAX_LINES} lines`, () => {
  const long = [...sources].filter(([, source]) => lines(source) > MAX_LINES).map(([file]) => file);
  expect(long).toEqual([]);
});

test(`the composition root and the groups it is made of have fewer than ${MAX_MAIN_LINES} lines each`, () => {
  const root = [...sources].filter(([file]) => roomOf(file) === 'main');
  expect(root.length).toBeGreaterThan(1);
  expect(root.filter(([, source]) => lines(source) >= MAX_MAIN_LINES).map(([file]) => file)).toEqual([]);
});

test('nothing is exported as default', () => {
  const withDefault = [...sources].filter(([, source]) => /^export (?:default\b|\{[^}]*\bas default\b)/m.test(source));
  expect(withDefault.map(([file]) => file)).toEqual([]);
});

describe('the check itself', () => {
  const check = (file: string, source: string, ...others: string[]) =>
    wrongImports(new Map([[file, source], ...others.map((other) => [other, ''] as const)]));

  test.each([
    ['electron/contract/a.ts', "import fs from 'node:fs';", 'contract may not import fs'],
    ['electron/base/a.ts', "import { x } from '../contract/b.ts';", 'base may not import contract'],
    ['electron/session/a.ts', "import type { X } from '../engine/b.ts';", 'session may not import engine'],
    ['electron/engine/a.ts', "export * from '../northflank/b.ts';", 'engine may not import northflank'],
    ['electron/engine/a.ts', "import { readFile } from 'node:fs/promises';", 'engine may not import fs/promises'],
    ['electron/engine/a.ts', "const x = await import('electron');", 'engine may not import electron'],
    ['electron/northflank/a.ts', "import {\n  a,\n  b,\n} from '../engine/b.ts';", 'northflank may not import engine'],
    ['electron/system/a.ts', "import 'electron';", 'system may not import electron'],
    ['electron/shell/a.ts', "import { x } from '../system/b.ts';", 'shell may not import system'],
    ['electron/shell/a.ts', "import { x } from '../main.ts';", 'shell may not import main'],
    ['electron/preload.ts', "import { z } from 'zod';", 'preload may not import zod'],
    ['electron/main.ts', "import { x } from '../renderer/b.ts';", 'main may not import renderer'],
    ['renderer/a/b.tsx', "import { x } from '../../electron/session/b.ts';", 'renderer may not import session'],
    ['renderer/a/b.tsx', "import { ipcRenderer } from 'electron';", 'renderer may not import electron'],
    ['electron/base/a.ts', "import { x } from '../../test/b.ts';", 'leaves the sources'],
    ['electron/base/a.ts', "import { x } from './nowhere.ts';", 'leads to no file'],
    ['electron/base/a.ts', "import fs from 'fs';", 'written with node:'],
    ['electron/system/helper.ts', "import { x } from './b.ts';", 'the elevated helper may not import this'],
    ['electron/system/helper.ts', "import { x } from 'hostile';", 'the elevated helper imports no package'],
    ['electron/other/a.ts', "import { x } from '../base/b.ts';", 'stands in no known room'],
  ])('%s with %j is wrong', (file, source, reason) => {
    const imported = importsOf(source)[0] ?? '';
    const to = target(file, imported);
    const others = to === undefined || to.includes('nowhere') ? [] : [to];
    expect(check(file, source, ...others).filter((each) => each.startsWith(file))).toEqual([
      expect.stringContaining(reason),
    ]);
  });

  test('a comment imports nothing', () => {
    expect(importsOf("// import { x } from 'electron';\n/** import 'ws' */\nimport { y } from './y.ts';")).toEqual([
      './y.ts',
    ]);
  });

  test('a circle is found, through types too', () => {
    const circle = new Map([
      ['electron/base/a.ts', "import { b } from './b.ts';"],
      ['electron/base/b.ts', "export type { C } from './c.ts';"],
      ['electron/base/c.ts', "import type { A } from './a.ts';"],
    ]);
    expect(cyclesIn(circle)).toEqual([
      'electron/base/a.ts → electron/base/b.ts → electron/base/c.ts → electron/base/a.ts',
    ]);
  });
});
