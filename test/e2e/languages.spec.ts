import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import type { SessionState } from '../../electron/contract/session.ts';
import { WINDOW_WORDS } from '../../renderer/text/text.ts';
import { openGallery, type Gallery, type Size } from '../gallery/gallery.ts';
import { SCREENS } from '../gallery/screens.ts';
import { openPanel } from '../support/tray-panel.ts';
import { expect, test } from './launch.ts';

const { de } = WINDOW_WORDS;
/** Set by who wants to look: a folder for a picture of each screen. */
const folder = process.env['PORTSIDE_GALLERY'];

const stateOf = (screen: string): SessionState => {
  const state = SCREENS[screen]?.state;
  if (!state) throw new Error(`no screen ${screen}`);
  return state;
};
const open = (name: string) => (page: Page) =>
  page.getByRole('listitem', { name, exact: true }).getByRole('button').first().click();
const section = (name: string) => async (page: Page) => {
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('heading', { level: 1, name: de.settings.title }).waitFor();
  const link = page.getByRole('button', { name, exact: true });
  if (await link.isVisible()) await link.click();
};
const command = (typed: string) => async (page: Page) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(typed);
};
const run = (typed: string) => async (page: Page) => {
  await command(typed)(page);
  await page.keyboard.press('Enter');
};

type Look = { readonly screen: string; readonly steps?: (page: Page) => Promise<void> };
const LOOKS: Readonly<Record<string, Look>> = {
  'sign-in': { screen: 'signed-out', steps: (page) => page.getByRole('button', { name: /^Erweitert/ }).click() },
  list: { screen: 'list' },
  details: { screen: 'details', steps: open('orders-db') },
  reconnecting: { screen: 'reconnecting', steps: open('checkout-api') },
  odd: { screen: 'odd', steps: open('search') },
  rejected: { screen: 'rejected' },
  limited: { screen: 'limited' },
  hostnames: { screen: 'list', steps: run(de.palette.hostnames) },
  palette: { screen: 'list', steps: command('weiterleit') },
  shortcuts: { screen: 'list', steps: (page) => page.keyboard.press('?') },
  activity: { screen: 'list', steps: run(de.activity.title) },
  marked: {
    screen: 'list',
    steps: (page) =>
      page
        .locator('.row-open')
        .nth(0)
        .click({ modifiers: ['ControlOrMeta'] }),
  },
  ...Object.fromEntries(
    Object.entries(de.settings.sections).map(([key, name]) => [
      `settings-${key}`,
      { screen: 'list', steps: section(name) } as const,
    ]),
  ),
};

/** Texts that do not fit where they stand. Names of the user's things may be cut, and lines of the diary, which show the rest when pointed at; words of ours may not. */
function cutWords(): string[] {
  const shown = (element: Element) => {
    const { visibility, display } = getComputedStyle(element);
    // What only a screen reader hears is one pixel large.
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { width, height } = at.getBoundingClientRect();
      if (width <= 1 || height <= 1) return false;
    }
    return visibility !== 'hidden' && display !== 'none' && element.getClientRects().length > 0;
  };
  const isOurs = (element: Element) =>
    !element.matches('bdi, bdi *, textarea, .row-kind, .account-line, .activity-words');
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === 3 && /\p{L}/u.test(node.textContent ?? ''),
    );
    if (!(element instanceof HTMLElement) || !hasText || !shown(element) || !isOurs(element)) return [];
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    const clips: DOMRect[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if (overflowX === 'hidden' || overflowX === 'clip') clips.push(at.getBoundingClientRect());
    }
    const isCut =
      element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
        ? true
        : text.right > innerWidth + 1 ||
          clips.some(({ left, right }) => text.right > right + 1 || text.left < left - 1);
    return isCut ? [`${element.className}: ${element.textContent}`] : [];
  });
}

test.describe('the window in German', () => {
  let gallery: Gallery;
  test.beforeAll(async () => {
    gallery = await openGallery();
    if (folder !== undefined) await mkdir(folder, { recursive: true });
  });
  test.afterAll(() => gallery.close());

  for (const size of ['wide', 'narrow', 'compact'] as const satisfies readonly Size[]) {
    test(`no word is cut off in any screen, ${size}`, async () => {
      const found: string[] = [];
      const { page } = gallery;
      await gallery.dress('light');
      for (const [name, { screen, steps }] of Object.entries(LOOKS)) {
        await gallery.show(stateOf(screen), size, 'de');
        await steps?.(page);
        if (folder !== undefined) {
          const file = path.join(folder, `de-${size}-${name}.png`);
          await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
        }
        found.push(...(await page.evaluate(cutWords)).map((each) => `${name}: ${each}`));
      }
      expect(found).toEqual([]);
    });
  }
});

test.describe('on a German system', () => {
  test.use({ environment: { LANGUAGE: 'de:en' } });

  test('window and tray speak German, and English at once where that is chosen', async ({ launch, platform }) => {
    const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    try {
      const app = await launch();
      const { page } = app;
      await expect(page.locator('html')).toHaveAttribute('lang', 'de');
      const item = await panel.waitForItem();
      await item.waitForMenu((menu) => menu.some(({ label }) => label === 'Nicht angemeldet'));

      await page.getByLabel('API-Token').fill(platform.tokens.team);
      await page.getByRole('button', { name: /^Erweitert/ }).click();
      await page.getByLabel('API-Host').fill(platform.url);
      await page.getByLabel('CA-Zertifikat').fill(platform.ca);
      await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
      await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
      await item.waitForMenu((menu) => menu.some(({ label }) => label === 'Keine Weiterleitungen'));

      await page.keyboard.press('ControlOrMeta+,');
      await page.getByRole('button', { name: 'Darstellung', exact: true }).click();
      await page.getByRole('radiogroup', { name: 'Sprache' }).getByText('English').click();
      await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Language' })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await item.waitForMenu((menu) => menu.some(({ label }) => label === 'No forwards'));
      await app.quit();

      const again = await launch();
      await expect(again.page.getByRole('button', { name: 'storefront' })).toBeVisible();
      await expect(again.page.locator('html')).toHaveAttribute('lang', 'en');
    } finally {
      await panel.close();
    }
  });
});
