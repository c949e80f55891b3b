import type { Page } from 'playwright/test';
import { expect, test } from './launch.ts';

/** What a script that got into the window could try. Each must end in nothing. */
const blocked = (page: Page, attempt: string): Promise<unknown> =>
  page.evaluate(
    `(async () => { try { return await (${attempt})(); } catch (error) { return 'blocked: ' + error.name; } })()`,
  );

test('the window has no Node, no network, no permissions and cannot leave its page', async ({ launch, platform }) => {
  const { page, electron } = await launch();
  const start = page.url();
  expect(await page.evaluate('[typeof require, typeof process, typeof module].join()')).toBe(
    'undefined,undefined,undefined',
  );
  expect(await page.evaluate('Object.keys(window.portside).sort().join()')).toBe('listen,send');

  expect(
    await blocked(page, `() => fetch('${platform.url}/v1/login', { mode: 'no-cors' }).then(() => 'fetched')`),
  ).toMatch(/^blocked/);
  expect(await blocked(page, `() => fetch('file:///etc/hostname').then(() => 'fetched')`)).toMatch(/^blocked/);
  expect(
    await blocked(
      page,
      `() => new Promise((ok) => { const i = new Image(); i.onload = () => ok('loaded'); i.onerror = () => ok('refused'); i.src = 'https://localhost:1/x.png'; })`,
    ),
  ).toBe('refused');
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

  await page.evaluate(`location.href = 'https://example.com/'`);
  await page.evaluate(`location.hash = '#still-here'`);
  expect(page.url().split('#')[0]).toBe(start);
  expect(electron.windows()).toHaveLength(1);
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
      ['index.html', '%2e%2e/%2e%2e/package.json', '..%2f..%2fpackage.json', '..%2fmain%2findex.js'].map(ask),
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
