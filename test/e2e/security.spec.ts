import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from 'playwright/test';
import { expect, test } from './launch.ts';

/** What a script that got into the window could try. Each must end in nothing. */
const blocked = (page: Page, attempt: string): Promise<unknown> =>
  page.evaluate(
    `(async () => { try { return await (${attempt})(); } catch (error) { return 'blocked: ' + error.name; } })()`,
  );

test('the window has no Node, no permissions and no second window', async ({ launch }) => {
  const { page, electron } = await launch();
  expect(await page.evaluate('[typeof require, typeof process, typeof module].join()')).toBe(
    'undefined,undefined,undefined',
  );
  expect(await page.evaluate('Object.keys(window.portside).sort().join()')).toBe('listen,send');
  expect(await blocked(page, `() => fetch('file:///etc/hostname').then(() => 'fetched')`)).toMatch(/^blocked/);
  expect(
    await blocked(
      page,
      `() => { const s = document.createElement('script'); s.textContent = 'window.hole = 1'; document.body.append(s); return typeof window.hole; }`,
    ),
  ).toBe('undefined');
  expect(await blocked(page, `() => String(window.open('https://example.com'))`)).toBe('null');
  expect(await blocked(page, `() => Notification.requestPermission()`)).toBe('denied');
  expect(await blocked(page, `() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'heard')`)).toMatch(
    /^blocked/,
  );
  expect(electron.windows()).toHaveLength(1);
});

test('the window is made so that a script in it opens no boxes of the system', async ({ launch }) => {
  const { electron } = await launch();
  // The driver of these tests answers such boxes in the system's place, so they cannot be tried.
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => object;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ disableDialogs: true, sandbox: true, contextIsolation: true });
});

test('the window cannot leave its page, not even for another of its own', async ({ launch }) => {
  const { page, electron } = await launch();
  const start = page.url();
  for (const target of ['https://example.com/', `${start}?elsewhere`]) {
    const waiting = await electron.evaluateHandle(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const prevented = new Promise<boolean>((resolve) => {
        contents?.once('will-frame-navigate', (event) => resolve(event.defaultPrevented));
      });
      // Handed on in an object: a promise alone would be waited for here.
      return { prevented };
    });
    await page.evaluate((url) => {
      location.href = url;
    }, target);
    expect(await waiting.evaluate(({ prevented }) => prevented), target).toBe(true);
  }
  expect(page.url()).toBe(start);
});

/** Ways to the network, each as a function of the page that ends when the way has been tried. */
const ways = (tcp: number, udp: number): Readonly<Record<string, string>> => ({
  fetch: `() => fetch('http://127.0.0.1:${tcp}/fetch', { mode: 'no-cors' })`,
  image: `() => new Promise((ended) => { const i = new Image(); i.onload = i.onerror = ended; i.src = 'http://127.0.0.1:${tcp}/image'; })`,
  socket: `() => new Promise((ended) => { new WebSocket('ws://127.0.0.1:${tcp}/socket').onerror = ended; })`,
  beacon: `() => navigator.sendBeacon('http://127.0.0.1:${tcp}/beacon', 'x')`,
  frame: `() => new Promise((ended) => { const f = document.createElement('iframe'); f.onload = ended; f.src = 'http://127.0.0.1:${tcp}/frame'; document.body.append(f); })`,
  hint: `() => { const l = document.createElement('link'); l.rel = 'preconnect'; l.href = 'http://127.0.0.1:${tcp}/'; document.head.append(l); }`,
  calls: `() => new Promise((ended) => {
    const iceServers = [
      { urls: 'stun:127.0.0.1:${udp}' },
      { urls: 'turn:127.0.0.1:${tcp}?transport=tcp', username: 'a', credential: 'b' },
    ];
    const peer = new RTCPeerConnection({ iceServers });
    peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') ended(); };
    peer.createDataChannel('x');
    peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  })`,
});

test('nothing that a script in the window tries reaches the network', async ({ launch }) => {
  const { page, electron } = await launch();
  let heard = 0;
  const server = createServer((socket) => {
    heard += 1;
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  }).listen(0, '127.0.0.1');
  const socket = createSocket('udp4').on('message', () => {
    heard += 1;
  });
  socket.bind(0, '127.0.0.1');
  try {
    await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
    const { port } = server.address() as AddressInfo;
    for (const [name, way] of Object.entries(ways(port, socket.address().port))) {
      await blocked(page, way);
      expect(heard, name).toBe(0);
    }
    // The page's policy stops most of these; this is what stands behind it.
    const asked = electron.evaluate(
      ({ session }, url) => session.fromPartition('portside', { cache: false }).fetch(url),
      `http://127.0.0.1:${port}/`,
    );
    await expect(asked).rejects.toThrow('ERR_BLOCKED_BY_CLIENT');
    expect(heard).toBe(0);
    await fetch(`http://127.0.0.1:${port}/`);
    expect(heard).toBe(1);
  } finally {
    server.close();
    socket.close();
  }
});

test('the page’s policy names every source and allows no inline code, no eval and no connection', async ({
  launch,
}) => {
  const { electron } = await launch();
  const policy = await electron.evaluate(async ({ session }) => {
    const page = await session.fromPartition('portside', { cache: false }).fetch('portside-app://window/index.html');
    return page.headers.get('content-security-policy');
  });
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('connect-src');
});

test('files outside the window’s folder are not served', async ({ launch }) => {
  const { electron } = await launch();
  const statuses = await electron.evaluate(async ({ session }) => {
    const ses = session.fromPartition('portside', { cache: false });
    const ask = async (path: string) =>
      (await ses.fetch(`portside-app://window/${path}`).catch(() => ({ status: 0 }))).status;
    return Promise.all(
      // Of types that would be served, and all there.
      ['index.html', '..%2fmain%2findex.js', '%2e%2e%2fmain%2findex.js', '..%2f..%2fassets%2ficon.png'].map(ask),
    );
  });
  expect(statuses[0]).toBe(200);
  expect(statuses.slice(1).every((status) => status !== 200)).toBe(true);
});

test('commands of a wrong shape are refused, whatever they hold', async ({ launch }) => {
  const { page } = await launch();
  const acks = await page.evaluate(async () => {
    const { portside } = window as unknown as { portside: { send: (input: unknown) => Promise<{ ok: boolean }> } };
    const inputs: unknown[] = [
      undefined,
      'quit',
      { type: 'no.such' },
      { type: 'forward.set', id: 'a/-/b/service/c', on: 'yes' },
      { type: 'forward.set', id: 'x'.repeat(1000), on: true },
      { type: 'forward.set', id: '__proto__', on: true },
      { type: 'settings.change', settings: { theme: 'dark', extra: 1 } },
      { type: 'copy.address', tunnelId: 'unknown' },
      { type: 'open.address', tunnelId: 'https://example.com' },
    ];
    return Promise.all(inputs.map(async (input) => (await portside.send(input)).ok));
  });
  expect(acks).toEqual(acks.map(() => false));
});
