import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { LANGUAGES } from '../../electron/contract/language.ts';
import { formatIn } from '../../renderer/text/format.ts';
import { WINDOW_WORDS } from '../../renderer/text/text.ts';
import { readSources } from '../support/imports.ts';
import { differences, leavesOf, literalWords, untranslated } from '../support/words.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sources = [...readSources(root, ['renderer'])];

/** Names of products and formats, and words that both languages share. */
const SHARED =
  /^(?:Portside|Esc|TLS|Port|Ports|Name|System|English|Deutsch|Team|Tags|Problem|Proxy|online|offline|Services|Addons|Hostname|PostgreSQL|MySQL|Redis|MongoDB|MinIO|RabbitMQ|-----BEGIN CERTIFICATE-----)$/;

test('every language has the words of the window, with the same arguments', () => {
  for (const language of LANGUAGES) expect(differences(WINDOW_WORDS.en, WINDOW_WORDS[language]), language).toEqual([]);
});

test('no German word is left in English, and no English one in German', () => {
  const same = untranslated(WINDOW_WORDS.en, WINDOW_WORDS.de);
  expect(same.filter((each) => !SHARED.test(each.slice(each.indexOf(': ') + 2)))).toEqual([]);
  for (const [at, said] of leavesOf(WINDOW_WORDS.de)) {
    // What the palette is searched by holds both.
    if (typeof said === 'string' && !/Words$|^language\./.test(at.split('.').slice(-1)[0] ?? ''))
      expect(said, at).not.toMatch(/["”]|\b(?:the|is|of|and|not|your)\b/);
  }
});

test('German functions speak German', () => {
  const { forward, groups, kit } = WINDOW_WORDS.de;
  expect([forward.connections(1), forward.connections(2), forward.connections(0)]).toEqual([
    '1 Verbindung',
    '2 Verbindungen',
    '0 Verbindungen',
  ]);
  expect(groups.proposal.forward(2)).toBe('2 einschalten');
  expect(kit.copyAs('Passwort')).toBe('Passwort kopieren');
});

test('numbers, times and plurals follow the language', () => {
  const forms = { one: 'eine', other: 'mehrere' };
  const [en, de] = [formatIn('en'), formatIn('de')];
  expect([en.plural(1200, forms), de.plural(1200, forms)]).toEqual(['1,200 mehrere', '1.200 mehrere']);
  expect([en.plural(1, forms), de.plural(1, forms), de.plural(0, forms)]).toEqual(['1 eine', '1 eine', '0 mehrere']);
  expect([en.bytes(1_100_000), de.bytes(1_100_000)]).toEqual(['1.1 MB', '1,1 MB']);
  expect([en.duration(187_200_000), de.duration(187_200_000)]).toEqual(['2 d 4 h', '2 T 4 h']);
  const noon = new Date(2026, 4, 12, 12).getTime();
  expect(en.moment(noon, 0)).toBe('May 12, 12:00');
  expect(de.moment(noon, 0)).toMatch(/^12\. Mai,? (?:um )?12:00$/);
});

test.each([
  ['?lang=de', 'de', 'Einstellungen', 'Port belegt'],
  ['?lang=en', 'en', 'Settings', 'Port in use'],
  ['?lang=xx', 'en', 'Settings', 'Port in use'],
  ['', 'en', 'Settings', 'Port in use'],
])('a page that is opened with %j speaks %s', async (search, language, settings, title) => {
  vi.resetModules();
  vi.stubGlobal('location', { search });
  const { text } = await import('../../renderer/text/text.ts');
  const chosen = await import('../../renderer/text/language.ts');
  const { describe } = await import('../../electron/contract/problem.ts');
  expect([chosen.language, text.settings.title, describe({ code: 'port-in-use' }).title]).toEqual([
    language,
    settings,
    title,
  ]);
  vi.unstubAllGlobals();
});

/** What is the same in every language: an example of an address, and keys as they are printed on them. */
const NO_WORDS = new Set(['http://proxy.example:3128']);

test('no words stand in components', () => {
  const found = sources
    .filter(([file]) => file.endsWith('.tsx'))
    .flatMap(([file, source]) => literalWords(file, source).map((said) => ({ file, said })));
  expect(found.filter(({ said }) => !NO_WORDS.has(said))).toEqual([]);
});

test.each([
  ['<p>Hello there</p>', 'Hello there'],
  ['<p title="Hello" />', 'Hello'],
  ['<p>{on ? "Yes please" : text.no}</p>', 'Yes please'],
  ['<p aria-label={`Copy ${name}`} />', 'Copy '],
  ['<p>{list.map(() => <b>Deep</b>)}</p>', 'Deep'],
])('words in %s are found', (jsx, said) => {
  expect(literalWords('a.tsx', `export const A = () => ${jsx};`)).toEqual([said]);
});

test('what is no word is not taken for one', () => {
  const jsx = '<p className="big" data-kind="x">{text.a} · {count}{on ? <i role="img" /> : null}</p>';
  expect(literalWords('a.tsx', `export const A = () => ${jsx};`)).toEqual([]);
});

/** Left and right, where begin and end are meant: a page that is read from the right would be laid out wrongly. */
const PHYSICAL =
  /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)[a-z-]*|border-(?:top|bottom)-(?:left|right)-radius|left|right|float|clear)\s*:|text-align\s*:\s*(?:left|right)/;
/** Four values of which the second and fourth differ are left and right too. */
const FOUR = /(?:^|[\s;{])(?:margin|padding|inset|border-width|scroll-margin|scroll-padding)\s*:\s*([^;}]+)/;

/** What is right there because it is said for each direction: a name in another script keeps to the list's edge. */
const BY_DIRECTION = /(?::dir\(rtl\) > )?bdi\.truncate \{[^}]*\}/g;

const valuesOf = (written: string) =>
  written.match(/(?:[a-z-]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[^\s()])+/g) ?? [];

function isPhysical(line: string): boolean {
  const [, right, , left] = valuesOf(FOUR.exec(line)?.[1] ?? '');
  return PHYSICAL.test(line) || (left !== undefined && left !== right);
}

test('styles name begin and end, not left and right', () => {
  const found = sources
    .filter(([file]) => file.endsWith('.css'))
    .flatMap(([file, source]) =>
      source
        .replaceAll(BY_DIRECTION, '')
        .split('\n')
        .flatMap((line, index) => (isPhysical(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

test.each([
  ['  margin-left: 4px;', true],
  ['  left: 0;', true],
  ['  text-align: right;', true],
  ['  padding: 0 8px 0 10px;', true],
  ['  padding: calc(8px + var(--a)) 8px 4px 2px;', true],
  ['  padding: 1px 2px 3px 2px;', false],
  ['  padding: calc(8px + (2 * var(--a))) 8px 4px;', false],
  ['  margin-inline-start: 4px;', false],
  ['  grid-area: left;', false],
])('%j is left or right: %s', (line, is) => {
  expect(isPhysical(line)).toBe(is);
});
