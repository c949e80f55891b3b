import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { MAX_FILE_BYTES } from '../../electron/contract/proposal.ts';
import { isPlainLine } from '../../electron/contract/plain-line.ts';
import { portsideJsonSchema } from '../../electron/project-files/portside-file-schema.ts';
import { parsePortsideFile, toPortsideFile } from '../../electron/project-files/portside-file.ts';

const root = path.resolve(import.meta.dirname, '../..');
const GOOD = `# what the backend needs
version: 1
name: backend work
forwards:
  - project: storefront
    addon: orders-db
    ports: [5432]
    instance: orders-db-0
    restore: ask
  - { team: blue, project: storefront, service: web }
`;

test('a file names forwards by ids, with their choices and the lines they stand in', () => {
  expect(parsePortsideFile(GOOD)).toEqual({
    name: 'backend work',
    forwards: [
      { project: 'storefront', addon: 'orders-db', ports: [5432], instance: 'orders-db-0', restore: 'ask', line: 5 },
      { team: 'blue', project: 'storefront', service: 'web', line: 10 },
    ],
  });
});

test('JSON is as good, and so are Windows line ends and a byte order mark', () => {
  const json = JSON.stringify({ version: 1, forwards: [{ project: 'p', service: 'web' }] }, undefined, 2);
  for (const text of [json, json.replaceAll('\n', '\r\n'), `\uFEFF${json}`])
    expect(parsePortsideFile(text).forwards).toMatchObject([{ project: 'p', service: 'web' }]);
});

function problemOf(text: string): Problem | undefined {
  try {
    parsePortsideFile(text);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return (error as Failure).problem;
  }
}
const file = (rows: string) => `version: 1\nforwards:\n${rows}`;
const bomb = [
  'a: &a [x, x]',
  ...'bcdefghij'.split('').map((name, at) => `${name}: &${name} [*${'abcdefghi'[at]}, *${'abcdefghi'[at]}]`),
];

describe('a file that is wrong is refused with the line and the reason', () => {
  test.each<[string, string, number | undefined, RegExp]>([
    ['nothing', '', undefined, /expected object|Invalid input/],
    ['a text', 'hello', 1, /expected object/],
    ['a list', '- a', 1, /expected object/],
    ['no version', 'forwards:\n  - project: p\n    service: web', 1, /version/],
    ['a newer version', 'name: x\nversion: 2\nforwards: []', 2, /version 2 needs a newer Portside/],
    ['a version of text', 'version: "1"\nforwards: []', 1, /version/],
    ['no forwards', 'version: 1\nforwards: []', 2, /forwards/],
    ['a forward of text', file('  - web'), 3, /forwards\[0\]/],
    ['a forward without a project', file('  - service: web'), 3, /forwards\[0\]\.project/],
    ['neither service nor addon', file('  - project: p'), 3, /either a service or an addon/],
    ['both', file('  - project: p\n    service: a\n    addon: b'), 3, /either a service or an addon/],
    ['an id that is a path', file('  - project: p\n    service: ../../etc'), 4, /service: is no id/],
    ['an id with a line break', file('  - project: p\n    service: "a\\nb"'), 4, /service: is no id/],
    ['a number for an id', file('  - project: p\n    service: 7'), 4, /service/],
    ['a port that is none', file('  - project: p\n    service: web\n    ports: [80, 70000]'), 5, /ports\[1\]/],
    ['an unknown policy', file('  - project: p\n    service: web\n    restore: maybe'), 5, /restore/],
    ['an unknown field', file('  - project: p\n    service: web\n    password: x'), 5, /“password” is not known/],
    ['a key twice', 'version: 1\nname: a\nname: b\nforwards: []', 3, /unique/],
    ['bad indentation', 'version: 1\nforwards:\n  - project: p\n service: web', 4, /.+/],
    ['an open bracket', 'version: 1\nforwards: [', 2, /.+/],
    ['a tab', 'version: 1\nforwards:\n\t- project: p', 3, /tab/i],
    ['two documents', 'version: 1\n---\nversion: 1', 2, /.+/],
    ['an anchor', 'version: 1\nname: &a x\nforwards: []', 2, /references/],
    ['an alias bomb', bomb.join('\n'), 1, /references/],
    ['a tag', 'version: 1\nname: !!js/function "x"\nforwards: []', 2, /.+/],
    ['a merge key', 'version: 1\n<<: {a: 1}\nforwards:\n  - {project: p, service: s}', 2, /not known/],
    ['a prototype', 'version: 1\n__proto__: {a: 1}\nforwards:\n  - {project: p, service: s}', 2, /not known/],
    ['deep brackets', `version: 1\nname: ${'['.repeat(60_000)}`, 2, /nested/],
    ['deep braces', '{a: '.repeat(60_000), 1, /nested/],
    ['deep dashes', `version: 1\nname:\n${'- '.repeat(60_000)}x`, 3, /nested/],
    ['deep steps', Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 401, /nested/],
  ])('%s', (_, text, line, reason) => {
    const problem = problemOf(text);
    expect(problem?.code).toBe('portside-file-wrong');
    expect(problem?.args?.['line']).toBe(line);
    expect(problem?.args?.['reason']).toMatch(reason);
  });

  test('more than the limit is not even parsed', () => {
    expect(problemOf('a'.repeat(MAX_FILE_BYTES + 1))?.code).toBe('file-too-large');
  });
});

test('whatever the text, it is read or refused, and quickly', () => {
  const words = fc.constantFrom(
    'version: 1',
    'forwards:',
    '- ',
    '  ',
    '\n',
    '[',
    '{',
    '&a ',
    '*a',
    '!!x ',
    '"',
    '|',
    '? ',
    ': ',
    '%YAML',
    '...',
    '---',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(words).map((all) => all.join('')),
      ),
      (text) => {
        problemOf(text);
      },
    ),
    { numRuns: 2000 },
  );
});

const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const word = fc.oneof(
  id,
  fc.constantFrom(
    'yes',
    'no',
    'null',
    'true',
    '~',
    '1',
    '0x10',
    '1e3',
    '#x',
    '*a',
    '&a',
    '-',
    '?',
    '{',
    "it's",
    'é',
    'a: b',
    ': ',
  ),
);
const idWord = word.filter((text) => /^[^\s/]{1,200}$/u.test(text) && isPlainLine(text));
const forward = fc.record(
  {
    team: idWord,
    project: idWord,
    kind: fc.constantFrom('service', 'addon'),
    resource: idWord,
    ports: fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 3 }),
    instance: idWord,
    restore: fc.constantFrom('always', 'ask', 'never'),
  },
  { requiredKeys: ['project', 'kind', 'resource'] },
);

test('what is written is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.option(word.filter(isPlainLine), { nil: undefined }),
      fc.array(forward, { minLength: 1, maxLength: 5 }),
      (name, all) => {
        const forwards = all.map(({ kind, resource, ...rest }) => ({ ...rest, [kind]: resource }));
        const title = name?.trim();
        const text = toPortsideFile({ ...(title && { name: title }), forwards });
        const { forwards: read, ...rest } = parsePortsideFile(text);
        expect(rest).toEqual(title ? { name: title } : {});
        expect(read).toEqual(forwards.map((each, at) => ({ ...each, line: read[at]?.line })));
      },
    ),
  );
});

test('a written file says what it is, and has ports in one line', () => {
  expect(toPortsideFile({ name: 'work', forwards: [{ project: 'p', service: 'web', ports: [80, 443] }] })).toBe(
    `# Which forwards this project needs. Open it with Portside, or run \`portside up\`.
# It holds no secrets and starts nothing by itself.

version: 1
name: work
forwards:
  - project: p
    service: web
    ports: [ 80, 443 ]
`,
  );
});

test('the schema that editors read is the one that Portside reads by', async () => {
  const shipped: unknown = JSON.parse(await readFile(path.join(root, 'assets/portside.schema.json'), 'utf8'));
  expect(shipped).toEqual(portsideJsonSchema());
});

test('the example of the documentation is one that can be read', async () => {
  const page = await readFile(path.join(root, 'docs/portside-yaml.md'), 'utf8');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parsePortsideFile(text));
  expect(examples.length).toBeGreaterThan(0);
});

test('a file of nothing but keys is refused before it holds anything up', () => {
  const text = Array.from({ length: 30_000 }, (_, index) => `${index.toString(36)}: `).join('\n');
  const before = performance.now();
  expect(() => parsePortsideFile(text)).toThrow('portside-file-wrong');
  expect(performance.now() - before).toBeLessThan(5000);
});
