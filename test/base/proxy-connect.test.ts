import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectThrough, openThrough, type ThroughProxy } from '../../electron/base/proxy-connect.ts';
import { ProxyError, type ProxyTarget } from '../../electron/base/proxy.ts';
import { trustedContext } from '../../electron/base/trust.ts';
import { createAuthority } from '../platform/certificates.ts';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from '../support/connect-proxy.ts';

/** Echoes; the server that clients want to reach. */
let server: Server;
let port = 0;
let open: Socket[] = [];
let proxies: ConnectProxy[] = [];

beforeEach(async () => {
  server = createServer((socket) => {
    open.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const socket of open) socket.destroy();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await new Promise((resolve) => {
    server.close(resolve);
  });
  open = [];
  proxies = [];
});

async function start(options?: ConnectProxyOptions): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  proxy.names.set('db.office', port);
  proxies.push(proxy);
  return proxy;
}

function to(change: Partial<ThroughProxy> = {}): ThroughProxy {
  return { host: 'db.office', port: 5432, timeoutMs: 10_000, secureContext: trustedContext(), ...change };
}

async function echoOf(socket: Socket, text: string): Promise<string> {
  open.push(socket);
  socket.write(text);
  const [first] = (await socket.take(1).toArray()) as [Buffer];
  return first.toString('latin1');
}

async function failureOf(job: Promise<unknown>): Promise<ProxyError> {
  const error: unknown = await job.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProxyError);
  return error as ProxyError;
}

describe('a proxy that agrees', () => {
  test('gives a socket to a server that only the proxy knows', async () => {
    const proxy = await start();
    const socket = await connectThrough(proxy.target, to());
    expect(await echoOf(socket, 'hello')).toBe('hello');
    const [{ target, headers }] = proxy.connects as [(typeof proxy.connects)[0]];
    expect(target).toBe('db.office:5432');
    expect(headers).toEqual({ host: 'db.office:5432', connection: 'keep-alive' });
  });

  test('is asked for an address of version 6 in brackets', async () => {
    const proxy = await start();
    proxy.names.set('[fd00::1]', port);
    const socket = await connectThrough(proxy.target, to({ host: 'fd00::1', port: 443 }));
    expect(await echoOf(socket, 'hello')).toBe('hello');
    expect(proxy.connects[0]?.target).toBe('[fd00::1]:443');
  });

  test('is told the user name and password', async () => {
    const proxy = await start({ login: 'ann:s3cret-word' });
    expect(await echoOf(await connectThrough(proxy.target, to()), 'hello')).toBe('hello');
  });

  test('is spoken to inside TLS where it wants that, with its certificate verified', async () => {
    const authority = await createAuthority();
    const proxy = await start({ certificate: await authority.issue(['localhost']), login: 'ann:s3cret-word' });
    const secureContext = trustedContext([authority.ca]);
    expect(await echoOf(await connectThrough(proxy.target, to({ secureContext })), 'hello')).toBe('hello');
    const failure = await failureOf(connectThrough(proxy.target, to()));
    expect((failure.cause as { code?: string }).code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    // The password was for it alone.
    expect(proxy.connects).toHaveLength(1);
    const other = await start({ certificate: await authority.issue(['other.office']) });
    const wrongName = await failureOf(connectThrough(other.target, to({ secureContext })));
    expect((wrongName.cause as { code?: string }).code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('may use any status of success, and headers of any kind', async () => {
    const proxy = await start();
    proxy.answer = (socket) => {
      socket.write('HTTP/1.0 299 Fine\r\nContent-Length: 5\r\nX-Cache: none\r\n\r\n');
      socket.pipe(socket);
    };
    expect(await echoOf(await connectThrough(proxy.target, to()), 'hello')).toBe('hello');
  });

  test('may be torn away later without harm to the process', async () => {
    const proxy = await start();
    const socket = await connectThrough(proxy.target, to());
    const secured: TLSSocket = connectTls({ socket, host: 'db.office' });
    const ended = new Promise<string>((resolve) => {
      secured.on('error', (error: Error & { code?: string }) => resolve(error.code ?? 'error'));
    });
    await proxy.close();
    expect(await ended).toBe('ECONNRESET');
  });
});

describe('a proxy that does not', () => {
  const answered = async (answer: string | Buffer, target: Partial<ProxyTarget> = {}) => {
    const proxy = await start();
    proxy.answer = (socket) => socket.end(answer);
    const failure = await failureOf(connectThrough({ ...proxy.target, ...target }, to()));
    expect(failure.proxy).toBe(`localhost:${proxy.port}`);
    // Nothing is left open.
    await proxy.until(() => proxy.open() === 0);
    return failure;
  };
  const login = { authorization: 'Basic YW5uOndvcmQ=' };
  const head = (status: number, ...lines: string[]) => [`HTTP/1.1 ${status} No`, ...lines, '', ''].join('\r\n');

  test.each([
    ['wants a login', head(407, 'Proxy-Authenticate: Basic realm="x"'), {}, 'it wants a user name and password', true],
    ['wants a login without saying how', head(407), {}, 'it wants a user name and password', true],
    ['knows another login', head(407), login, 'it does not accept the user name and password', true],
    [
      'takes Basic among others',
      head(407, 'Proxy-Authenticate: Negotiate', 'Proxy-Authenticate: Basic realm="x"'),
      {},
      'it wants a user name and password',
      true,
    ],
    [
      'takes only NTLM',
      head(407, 'Proxy-Authenticate: NTLM'),
      login,
      'it wants a sign-in by NTLM, and only Basic is supported',
      true,
    ],
    ['forbids the server', head(403), {}, 'it answered 403 for db.office:5432', true],
    ['does not reach the server', head(502), {}, 'it answered 502 for db.office:5432', false],
    ['is too busy', head(429), {}, 'it answered 429 for db.office:5432', false],
    ['sends elsewhere', head(302, 'Location: https://login.office/'), {}, 'it answered 302 for db.office:5432', false],
    ['says go on', head(100), {}, 'it answered 100 for db.office:5432', false],
    ['is a page', '<html>Sign in to the network</html>', {}, 'what it answered is not HTTP', false],
    ['is noise', Buffer.from([22, 3, 1, 0, 255, 0, 0]), {}, 'what it answered is not HTTP', false],
    ['says nothing', '', {}, 'it cut the connection', false],
    ['stops in the middle', 'HTTP/1.1 200 OK\r\nX-', {}, 'it cut the connection', false],
    ['speaks for the server', `${head(200)}220 smtp`, {}, 'what it answered is not HTTP', false],
    ['has headers without end', head(200, `X: ${'x'.repeat(100_000)}`), {}, 'what it answered is not HTTP', false],
  ])('because it %s, is named with the reason', async (_, answer, target, reason, isFinal) => {
    expect(await answered(answer, target)).toMatchObject({ message: reason, isFinal });
  });

  test('is given up in time', async () => {
    const proxy = await start();
    proxy.answer = () => {};
    expect((await failureOf(connectThrough(proxy.target, to({ timeoutMs: 100 })))).message).toBe('it took too long');
    await proxy.until(() => proxy.open() === 0);
  });

  test('and drips one header after the other, is given up in time', async () => {
    const proxy = await start();
    let drips = 0;
    proxy.answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = () => socket.write(`X-${(drips += 1)}: x\r\n`, (error) => !error && setImmediate(drip));
      drip();
    };
    const { message } = await failureOf(connectThrough(proxy.target, to({ timeoutMs: 200 })));
    expect(['it took too long', 'what it answered is not HTTP']).toContain(message);
    await proxy.until(() => proxy.open() === 0);
  });

  test('is left at once when nobody wants the connection any more', async () => {
    const proxy = await start();
    const stop = new AbortController();
    proxy.answer = () => stop.abort(new Error('enough'));
    await expect(connectThrough(proxy.target, to({ signal: stop.signal }))).rejects.toThrow('enough');
    await proxy.until(() => proxy.open() === 0);
    await expect(connectThrough(proxy.target, to({ signal: stop.signal }))).rejects.toThrow('enough');
    expect(proxy.connects).toHaveLength(1);
  });

  test('because nobody listens there, is named with the reason', async () => {
    const proxy = await start();
    await proxy.close();
    expect((await failureOf(connectThrough(proxy.target, to()))).message).toBe('it refuses connections');
    const unknown = { ...proxy.target, host: 'no-such-proxy.invalid' };
    expect((await failureOf(connectThrough(unknown, to()))).message).toMatch(/^its name (?:is not known|could not be)/);
  });

  test('because it speaks no TLS, is named with the reason', async () => {
    const proxy = await start();
    const failure = await failureOf(connectThrough({ ...proxy.target, isTls: true }, to()));
    expect(failure.message).toBe('it does not speak TLS');
  });
});

describe('the resolver', () => {
  test('is asked for name and port alone, and may say that there is no proxy', async () => {
    const asked: string[] = [];
    const none = async (url: string) => void asked.push(url);
    expect(await openThrough(none, to())).toBeUndefined();
    expect(await openThrough(none, to({ host: 'fd00::1', port: 443 }))).toBeUndefined();
    expect(asked).toEqual(['https://db.office:5432/', 'https://[fd00::1]:443/']);
  });

  test('is not waited for without end, nor longer than somebody cares', async () => {
    const never = () => new Promise<undefined>(() => {});
    const failure = await failureOf(openThrough(never, to({ timeoutMs: 50 })));
    expect(failure).toMatchObject({ proxy: 'of the system settings', message: 'it took too long to find out' });
    const stop = new AbortController();
    const opening = openThrough(never, to({ signal: stop.signal }));
    stop.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
  });

  test('that fails, fails the connection', async () => {
    await expect(openThrough(() => Promise.reject(new Error('broken script')), to())).rejects.toThrow('broken script');
  });
});
