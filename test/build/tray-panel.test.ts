import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesktop, type Desktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { openPanel, type MenuNode, type Panel, type TrayItem } from '../support/tray-panel.ts';

/** A tray whose menu counts its clicks; a submenu, a disabled item and a label with an underscore are in it. */
const APP = `
const { app, Menu, nativeImage, Tray } = require('electron');
const pixel = nativeImage.createFromBitmap(Buffer.from([0, 0, 255, 255]), { width: 1, height: 1 });
let tray, clicks = 0, on = false;
const draw = () => {
  tray.setToolTip('Clicked ' + clicks);
  tray.setContextMenu(Menu.buildFromTemplate([
    { label: 'Clicked ' + clicks, enabled: false },
    { type: 'separator' },
    { label: 'on_line', type: 'checkbox', checked: on, click: () => { on = !on; draw(); } },
    { label: 'More', submenu: [{ label: 'Count', click: () => { clicks += 1; draw(); } }] },
    { label: 'Quit', click: () => app.quit() },
  ]));
};
app.whenReady().then(() => {
  tray = new Tray(pixel.resize({ width: 16, height: 16 }));
  tray.on('click', () => { clicks += 10; draw(); });
  draw();
});
`;

describe('the panel', () => {
  let folder: string;
  let desktop: Desktop;
  let panel: Panel;
  let app: ChildProcess;
  let item: TrayItem;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portside-tray-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'tray-app', main: 'main.cjs' }));
    writeFileSync(join(folder, 'main.cjs'), APP);
    desktop = await openDesktop({ keyring: true });
    panel = await openPanel(desktop.busAddress ?? '');
    const electron = await findElectron(() => {});
    app = spawn(electron.path, [folder, ...electronArgs(() => {})], { env: desktop.env, stdio: 'ignore' });
    item = await panel.waitForItem();
  });

  afterAll(async () => {
    app.kill('SIGKILL');
    await panel.close();
    await desktop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('sees the menu as the app made it', async () => {
    const menu = await item.waitForMenu((nodes) => nodes.length === 5);
    expect(
      menu.map(({ label, kind, enabled, toggleType, toggleState }) => [label, kind, enabled, toggleType, toggleState]),
    ).toEqual([
      ['Clicked 0', 'item', false, '', 'unknown'],
      ['', 'separator', true, '', 'unknown'],
      ['on_line', 'item', true, 'checkmark', 'off'],
      ['More', 'item', true, '', 'unknown'],
      ['Quit', 'item', true, '', 'unknown'],
    ]);
    expect(labels(menu[3]?.children ?? [])).toEqual(['Count']);
  });

  test('sees the icon and the tooltip', async () => {
    const look = await item.waitForLook(({ tooltip, iconBytes }) => tooltip !== '' && iconBytes.length > 0);
    expect(look.tooltip).toBe('Clicked 0');
    expect(look.iconBytes.subarray(1, 4).toString()).toBe('PNG');
    expect(look.iconBytes.readUInt32BE(16)).toBeGreaterThanOrEqual(16);
  });

  test('clicks an item of a submenu, and waits for what becomes of it', async () => {
    await item.click(['More', 'Count']);
    await item.waitForMenu((nodes) => labels(nodes).includes('Clicked 1'));
    await item.waitForLook(({ tooltip }) => tooltip === 'Clicked 1');
  });

  test('switches a check item', async () => {
    await item.click([/^on/]);
    const menu = await item.waitForMenu((nodes) => nodes[2]?.toggleState === 'on');
    expect(menu[2]?.label).toBe('on_line');
  });

  test('refuses to click what is disabled or missing', async () => {
    await expect(item.click([/^Clicked/])).rejects.toThrow('is disabled');
    await expect(item.click(['More', 'Nothing'])).rejects.toThrow('no "Nothing" there:\nCount');
  });

  test('left-clicks the icon', async () => {
    await item.activate();
    await item.waitForMenu((nodes) => labels(nodes).some((label) => /^Clicked 1\d$/.test(label)));
  });

  test('says what it saw instead when the wait is over', async () => {
    await expect(item.waitForMenu(() => false, 50)).rejects.toThrow('[x] on_line');
  });

  test('notices that the app is gone', async () => {
    await item.click(['Quit']);
    await item.waitUntilGone();
  });
});

function labels(nodes: MenuNode[]): string[] {
  return nodes.map(({ label }) => label);
}
