import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EnvSyntax, renderValues } from '../../electron/kit/syntaxes.ts';

const require = createRequire(import.meta.url);
const dotenv = require('dotenv') as { parse: (text: string) => Record<string, string> };
const yaml = require('js-yaml') as { load: (text: string) => unknown };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'portside-kit-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const MARKS = [...Array.from('@:/?#%&=+,;[]\'"`$\\ !*()<>|~{}^éß☕'), '\n', '\t', '$HOME', '${A}', '\\n', '#x', ' #'];
const value = fc
  .array(fc.oneof(fc.constantFrom(...MARKS), fc.constantFrom('a', 'B', '7')), { maxLength: 12 })
  .map((parts) => parts.join(''));
const values = fc
  .array(value, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((each, index) => [`NAME_${index}`, each] as const));

const render = (entries: readonly (readonly [string, string])[], syntax: EnvSyntax) =>
  renderValues(new Map(entries), syntax, ['a note\nof two lines']);
/** All that the text does not name as left out. */
const kept = (entries: readonly (readonly [string, string])[], text: string) =>
  Object.fromEntries(entries.filter(([name]) => !text.includes(`# left out: ${name} `)));

/** What a real shell has after it read the file, each value ended by a null. */
function inShell(text: string, names: readonly string[]): Record<string, string> {
  const file = join(directory, 'env.sh');
  writeFileSync(file, text);
  const script = `set -a; . "$0"; for name; do eval "printf '%s\\0' \\"\\$$name\\""; done`;
  const out = execFileSync('sh', ['-c', script, file, ...names], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const found = out.split('\0').slice(0, -1);
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? '']));
}

test('a shell that reads the export syntax has every value to the byte', () => {
  fc.assert(
    fc.property(values, (entries) => {
      const text = render(entries, 'export');
      expect(
        inShell(
          text,
          entries.map(([name]) => name),
        ),
      ).toEqual(Object.fromEntries(entries));
    }),
    { numRuns: 60 },
  );
});

test('dotenv and Node read every value of a .env file to the byte, and what they could not is named', () => {
  fc.assert(
    fc.property(values, (entries) => {
      const text = render(entries, 'dotenv');
      expect(dotenv.parse(text)).toEqual(kept(entries, text));
      expect({ ...parseEnv(text) }).toEqual(kept(entries, text));
    }),
    { numRuns: 300 },
  );
});

test('a shell that sources a .env file has the same values', () => {
  fc.assert(
    fc.property(values, (entries) => {
      const text = render(entries, 'dotenv');
      const said = kept(entries, text);
      expect(inShell(text, Object.keys(said))).toEqual(said);
    }),
    { numRuns: 60 },
  );
});

test('no value of a .env file is run by a shell that sources it', () => {
  const hole = join(directory, 'hole');
  for (const value of [`touch ${hole}; echo '"'`, `'$(touch ${hole})`, `a\\`, `'\`touch ${hole}\``]) {
    inShell(render([['A', value]], 'dotenv'), []);
    expect(existsSync(hole), value).toBe(false);
  }
});

test('a name that others chose holds no command in a comment, since what is pasted into zsh is none there', () => {
  const name = 'A$(touch hole)`touch hole`;touch hole|sh>x<y&*(e:id:)!1';
  for (const syntax of ['export', 'dotenv', 'env-file'] as const) {
    const text = renderValues(new Map([[name, 'v']]), syntax, [`Not forwarded: ${name}`]);
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(2);
    expect(text).toMatch(/^[\p{L}\p{N}\s#._,:=@/+-]+$/u);
  }
});

/** The rules of `docker run --env-file`, as its command line reads the file. */
function dockerEnvFile(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.replace(/^[ \t]+/, '');
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const at = trimmed.indexOf('=');
    const name = at < 0 ? trimmed : trimmed.slice(0, at);
    if (name === '' || /[ \t]/.test(name)) throw new Error(`poorly formatted environment: ${name}`);
    if (at >= 0) found[name] = trimmed.slice(at + 1);
  }
  return found;
}

test('Docker reads every value of an env file to the byte, and one with a line break is named', () => {
  fc.assert(
    fc.property(values, (entries) => {
      const text = render(entries, 'env-file');
      expect(dockerEnvFile(text)).toEqual(kept(entries, text));
      expect(Object.keys(kept(entries, text))).toEqual(
        entries.flatMap(([name, each]) => (each.includes('\n') ? [] : [name])),
      );
    }),
  );
});

test('Compose reads every value, a dollar sign too', () => {
  fc.assert(
    fc.property(values, (entries) => {
      const read = yaml.load(render(entries, 'compose')) as { environment: Record<string, string> };
      expect(read.environment).toEqual(
        Object.fromEntries(entries.map(([name, each]) => [name, each.replaceAll('$', '$$$$')])),
      );
    }),
  );
});

test('names are those of the platform; one that a syntax does not know is named', () => {
  const entries = [
    ['NF_MY-DATABASE_HOST', 'h'],
    ['a b', 'x'],
  ] as const;
  expect(render(entries, 'export')).toBe(
    '# a note of two lines\n# left out: NF_MY-DATABASE_HOST is no name for a shell\n# left out: a b is no name for a shell\n',
  );
  expect(render(entries, 'env-file')).toContain('NF_MY-DATABASE_HOST=h\n# left out: a b');
  expect(render(entries, 'dotenv')).toContain('NF_MY-DATABASE_HOST=h\n# left out: a b');
  expect(JSON.parse(render(entries, 'json'))).toEqual(Object.fromEntries(entries));
});

test('a shell keeps its own path, and no variable that runs code comes from a service', () => {
  const names = ['PATH', 'LD_PRELOAD', 'BASH_ENV', 'NODE_OPTIONS', 'GIT_SSH_COMMAND', 'Path', 'IFS'];
  const text = render([...names.map((name) => [name, '/hole'] as const), ['DATABASE_PATH', '/data']], 'export');
  expect(text.match(/^export .*/gm)).toEqual(['export DATABASE_PATH=/data']);
  for (const name of names) expect(text).toContain(`# left out: ${name} `);
});
