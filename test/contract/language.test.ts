import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES, setLanguage } from '../../electron/contract/language.ts';
import { formatName, KIT_WORDS, openerName } from '../../electron/contract/kit-words.ts';
import { describe as words, PROBLEMS, type ProblemCode } from '../../electron/contract/problem.ts';
import { because } from '../../electron/contract/text/de/reasons.ts';
import { GERMAN_PROBLEMS } from '../../electron/contract/text/de/problems.ts';
import { APP_MENU_WORDS, DIALOG_WORDS, PRODUCTION_WORDS, START_WORDS } from '../../electron/contract/text/desktop.ts';
import { DOCTOR_WORDS } from '../../electron/contract/text/doctor.ts';
import { NOTICE_WORDS } from '../../electron/contract/text/notices.ts';
import { TRAY_WORDS, trayText } from '../../electron/contract/text/tray.ts';
import { readSources } from '../support/imports.ts';
import { differences, untranslated } from '../support/words.ts';

afterEach(() => setLanguage('en'));

const TABLES = {
  tray: TRAY_WORDS,
  notices: NOTICE_WORDS,
  menu: APP_MENU_WORDS,
  kit: KIT_WORDS,
  production: PRODUCTION_WORDS,
  start: START_WORDS,
  dialogs: DIALOG_WORDS,
  doctor: DOCTOR_WORDS,
};

describe('every language', () => {
  test('has the words that English has, with the same arguments', () => {
    for (const language of LANGUAGES) {
      const all = Object.values(TABLES).flatMap((table) => differences(table.en, table[language]));
      expect(all, language).toEqual([]);
    }
    const said = Object.fromEntries(
      Object.entries<{ title: string; text: unknown; action?: string }>(PROBLEMS).map(
        ([code, { title, text, action }]) => [code, { title, text, ...(action !== undefined && { action }) }],
      ),
    );
    const inGerman = differences(said, GERMAN_PROBLEMS);
    // A sentence may use fewer of its details than the other does.
    expect(inGerman.filter((each) => !/\.text: a function of [01], there a function of [01]$/.test(each))).toEqual([]);
  });

  test('says its own', () => {
    const same = Object.values(TABLES).flatMap((table) => untranslated(table.en, table.de));
    expect(same).toEqual(['titles.token: Token', 'titles.proxy: Proxy']);
    expect(untranslated(PROBLEMS, GERMAN_PROBLEMS)).toEqual(['offline.title: Offline']);
  });
});

const codes = Object.keys(PROBLEMS) as ProblemCode[];
const args = {
  permission: 'Project > Read',
  host: 'https://api.example',
  reason: 'it has expired',
  status: 503,
  seconds: 90,
  name: 'web',
  address: '127.24.0.1:80',
  moved: '127.24.0.1:8080',
  entries: 'wishes.web',
  kept: '/a/file',
  scope: 'here',
  at: Date.UTC(2026, 4, 12, 10),
};

test.each(codes)('%s has a German sentence, with and without its details', (code) => {
  for (const problem of [{ code }, { code, args: {} }, { code, args }]) {
    const { title, text, action = '', severity, remedy } = words(problem, 'de');
    expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(text).toMatch(/^\S.*[.]$/s);
    const all = `${title} ${text} ${action}`;
    expect(all).not.toMatch(/undefined|null|NaN|\[object| {2}|\(\)/);
    // No quotation marks but German ones, and no English left.
    expect(all).not.toMatch(/["”]|\b(?:the|is|not|and|has)\b/);
    expect(words(problem, 'en')).toMatchObject({ severity, remedy });
  }
});

test('where nobody chose a language it is English', () => {
  expect(words({ code: 'port-in-use' }).title).toBe('Port in use');
  expect(trayText().quit).toBe('Quit Portside');
});

test('a chosen language is that of tray, kit and problems, and another one can be asked for', () => {
  setLanguage('de');
  expect(trayText().quit).toBe('Portside beenden');
  expect(words({ code: 'port-in-use' }).title).toBe('Port belegt');
  expect(words({ code: 'port-in-use' }, 'en').title).toBe('Port in use');
  expect(formatName({ kind: 'engine', engine: 'postgresql' }, 'command')).toBe('psql-Befehl');
  expect(openerName({ kind: 'engine', engine: 'postgresql' }, 'browser')).toBe('Im Browser öffnen');
});

test('a moment is written as the language writes it', () => {
  const problem = { code: 'token-expires', args: { name: 'Acme', at: Date.UTC(2026, 4, 12, 12) } } as const;
  expect(words(problem, 'en').text).toMatch(/ on May 1[123], 2026, \d/);
  expect(words(problem, 'de').text).toMatch(/ am 1[123]\.05\.2026, \d\d:\d\d ab\./);
});

test.each([
  ['system', ['de-CH', 'en'], 'de'],
  ['system', ['de_AT.UTF-8'], 'de'],
  ['system', ['fr-FR', 'de', 'en'], 'de'],
  ['system', ['fr-FR', 'en-GB', 'de'], 'en'],
  ['system', ['C'], 'en'],
  ['system', [], 'en'],
  ['system', ['den'], 'en'],
  ['en', ['de'], 'en'],
  ['de', ['en'], 'de'],
] as const)('%s on a system that prefers %j speaks %s', (setting, preferred, language) => {
  expect(chooseLanguage(setting, preferred)).toBe(language);
});

describe('reasons', () => {
  test('those that our rooms give have German words', () => {
    const root = path.resolve(import.meta.dirname, '../..');
    const sources = [...readSources(root, ['electron'])].filter(
      ([file]) => !/^electron\/(?:contract|cli|forwarding|shell)\//.test(file),
    );
    const given = sources.flatMap(([, source]) => [
      ...source.matchAll(
        /(?:reason: |reason = |reason \?\? |unavailable\(|refused\(|lost\(|CliConfigError\(|ProxyError\([^'`,]+, |wrong\()'((?:[^'\\]|\\.)+)'/g,
      ),
      ...source.matchAll(/^ {2}[A-Z_]+: '((?:it|its|the|there) [^']+)',$/gm),
    ]);
    const phrases = [...new Set(given.map(([, phrase]) => phrase ?? ''))].filter((each) => / /.test(each));
    expect(phrases.length).toBeGreaterThan(20);
    expect(phrases.filter((each) => because(each) === each)).toEqual([]);
  });

  test.each([
    ['network error EFOO', 'Netzwerkfehler EFOO'],
    ['it answered 502 for api.example:443', 'die Antwort für api.example:443 war 502'],
    ['cannot be read (EACCES)', 'ist nicht lesbar (EACCES)'],
    ['what a server said', 'what a server said'],
    ['constructor', 'constructor'],
  ])('%j is %j', (reason, german) => {
    expect(because(reason)).toBe(german);
  });
});
