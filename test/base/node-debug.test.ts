import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { json, openApiServer } from '../support/api-server.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';

test.each(['http1', 'both'] as const)(
  'where the environment has Node tell what it does, it tells neither token nor password (%s)',
  async (speaks) => {
    const [token, login] = ['nf-secret-4f81c0ffee', 'ann:s3cret-word'];
    const server = await openApiServer({ '/v1/projects': json({ data: {} }) }, { speaks });
    const proxy = await startConnectProxy({ login });
    const web = createServer();
    const asked = once(web, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    const script = path.join(import.meta.dirname, '../support/loud-process.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, NODE_DEBUG: '*' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error('nothing to read');
    const said = Promise.all([stdout, stderr].map((stream) => text(stream)));
    await once(child, 'message');
    const told = once(child, 'message');
    child.send({ host: server.host, ca: server.ca, token, port, proxy: `http://${login}@127.0.0.1:${proxy.port}` });
    const [again, response] = await asked;
    response.end();
    expect(again.rawHeaders).toEqual(['Host', 'web', 'Cookie', `a=${token}; b=2`, 'Connection', 'close']);
    expect(await told).toEqual([['ok', 'endpoint-gone', 'ok'], undefined]);
    const [output = '', errors = ''] = await said;
    web.close();
    await Promise.all([server.close(), proxy.close()]);

    // The server heard both, and Node did tell of them.
    expect(server.asked.map(({ path: at }) => at).sort()).toEqual(['/tunnel/x', '/v1/projects']);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    expect(proxy.connects.length).toBeGreaterThan(1);
    expect(errors).toMatch(speaks === 'http1' ? /^HTTPS? /m : /^HTTP2 /m);
    for (const secret of [token, 's3cret-word', Buffer.from(login).toString('base64')]) {
      expect((output + errors).split(secret), secret).toHaveLength(1);
    }
  },
  30_000,
);
