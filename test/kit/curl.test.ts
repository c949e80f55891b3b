import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { curlOf, type CurlRequest } from '../../electron/kit/curl.ts';
import { startWeb } from '../engine/upstream.ts';

const run = promisify(execFile);

/** What a server hears of the command, run by a real shell. */
async function heardOf(request: CurlRequest) {
  const heard: { method?: string; url?: string; headers: Record<string, unknown>; body: string }[] = [];
  const server = await startWeb((asked, response) => {
    let body = '';
    asked.on('data', (chunk) => (body += String(chunk)));
    asked.on('end', () => {
      heard.push({ method: asked.method ?? '', url: asked.url ?? '', headers: asked.headers, body });
      response.end();
    });
  });
  const command = curlOf(request, server.at());
  await run('sh', ['-c', command.replace('curl ', 'curl -sS --noproxy "*" ')]);
  return heard[0];
}

test.each<CurlRequest>([
  {
    method: 'GET',
    path: `/a?b=1&c=$(id)'"`,
    fields: [
      ['Host', 'web'],
      ['X-Empty', ''],
      ['X-Quote', `it's "$HOME" \`id\``],
    ],
  },
  { method: 'POST', path: '/a', fields: [['Content-Type', 'application/json']], body: `{"a":"it's\n@file"}` },
  { method: 'DELETE', path: '/{a,b}/[1-3]', fields: [] },
  { method: 'PUT', path: '/', fields: [], body: '@/etc/hostname' },
])('curl sends the same request: $method $path', async (request) => {
  const heard = await heardOf(request);
  expect(heard).toMatchObject({ method: request.method, url: request.path, body: request.body ?? '' });
  for (const [name, value] of request.fields) expect(heard?.headers[name.toLowerCase()]).toBe(value);
  if (request.fields.length === 0) expect(heard?.headers['content-type']).toBeUndefined();
});

test('an absolute address leads through the forward all the same', () => {
  expect(curlOf({ method: 'GET', path: 'http://web:80/a?b', fields: [] }, { host: '127.24.0.1', port: 80 })).toBe(
    "curl 'http://127.24.0.1:80/a?b'",
  );
});
