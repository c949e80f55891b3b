import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from '../../electron/shell/log-file.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'portside-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('an app whose stderr nobody reads any more goes on, and its log too', async () => {
  const script = path.join(import.meta.dirname, 'log-file-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  await once(child, 'message');
  child.stderr?.destroy();
  for (const order of ['one', 'two', 'three']) {
    child.send(order);
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
  }
  child.send('end', () => {});
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  const messages = linesOf(path.join(directory, 'portside.log')).map(({ message }) => message);
  expect(messages).toEqual(['one', 'two', 'three']);
});

test('a field replaces neither the message nor the level', () => {
  const { file, sink } = openLogFile(directory);
  sink('info', 'window', 'says', { message: 'boo', level: 'none', more: 1 });
  expect(linesOf(file)).toMatchObject([{ level: 'info', scope: 'window', message: 'says', more: 1 }]);
});

test('one older file is kept, and neither is larger than a mebibyte', () => {
  const { file, sink } = openLogFile(directory);
  const text = 'é'.repeat(50_000);
  for (let count = 0; count < 40; count += 1) sink('info', 'test', text, { count });
  const kept = [`${file}.1`, file].flatMap(linesOf).map(({ count }) => count);
  expect(kept.at(-1)).toBe(39);
  expect(kept).toEqual(kept.map((_, index) => 40 - kept.length + index));
  for (const each of [file, `${file}.1`]) expect(statSync(each).size).toBeLessThanOrEqual(1024 * 1024);
});
