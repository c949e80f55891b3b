import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { choose } from '../../electron/cli/choose.ts';

const list = () =>
  Promise.resolve([
    { id: 'web', name: 'Web shop' },
    { id: 'api', name: 'api' },
  ]);

function terminal({ isTTY = true } = {}) {
  const stream = () => Object.assign(new PassThrough(), { isTTY });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  const leave = new AbortController();
  return { env: {}, home: '/', stdin, stdout, stderr, signal: leave.signal, leave };
}

/** Without what moves the cursor. */
// oxlint-disable-next-line no-control-regex -- control characters are what is to go
const plain = (text: string) => text.replaceAll(/\u001b\[\d*[A-Za-z]/g, '').replaceAll('\r', '');

test.each([
  ['a number', '2', 'api'],
  ['an id', 'web', 'web'],
])('%s at the terminal chooses', async (_, answer, id) => {
  const world = terminal();
  const chosen = choose(world, { what: 'service', list, json: false });
  world.stdin.write(`${answer}\n`);
  expect(await chosen).toBe(id);
  expect(plain(String(world.stdout.read()))).toBe(
    `  1  web  Web shop\n  2  api\nWhich service? Number or id: ${answer}\n`,
  );
});

test.each(['3', '0', '', 'nope'])('%j is none of them', async (answer) => {
  const world = terminal();
  const chosen = choose(world, { what: 'service', list, json: false });
  world.stdin.write(`${answer}\n`);
  await expect(chosen).rejects.toThrow(`There is no service "${answer}" in the list.`);
});

test('Ctrl-C leaves the question', async () => {
  const world = terminal();
  const chosen = choose(world, { what: 'service', list, json: false });
  world.leave.abort();
  await expect(chosen).rejects.toThrow('Nothing was chosen.');
});

test.each([
  ['without a terminal', { isTTY: false }, false],
  ['for a program', { isTTY: true }, true],
])('%s nothing is asked, nor listed', async (_, tty, json) => {
  const world = terminal(tty);
  const never = () => Promise.reject(new Error('listed'));
  await expect(choose(world, { what: 'project', list: never, json })).rejects.toThrow(
    'Which project? Name it with --projectId.',
  );
});

test('where there is nothing, nothing is asked', async () => {
  const nothing = () => Promise.resolve([]);
  await expect(choose(terminal(), { what: 'addon', list: nothing, json: false })).rejects.toThrow(
    'There is no addon to choose from.',
  );
});
