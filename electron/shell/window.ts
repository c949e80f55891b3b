import path from 'node:path';
import {
  BrowserWindow,
  nativeTheme,
  screen,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type Rectangle,
  type Session,
} from 'electron';
import { z } from 'zod';
import type { Log } from '../base/log.ts';
import type { Disk } from './disk.ts';

type Parts = {
  readonly preload: string;
  readonly icon: string;
  /** Full URL of the page. */
  readonly page: string;
  readonly session: Session;
  /** Remembers where the window was. */
  readonly bounds: Disk;
  readonly onVisible: (visible: boolean) => void;
  readonly log: Log;
};

/** The one window: made when first shown, hidden on close, so that forwards live on in the tray. */
export function openWindow({ preload, icon, page, session, bounds, onVisible, log }: Parts) {
  let window: BrowserWindow | undefined;
  let quitting = false;

  const create = (): BrowserWindow => {
    const created = new BrowserWindow({
      width: 1120,
      height: 700,
      ...savedBounds(bounds.read()),
      minWidth: 380,
      minHeight: 480,
      show: false,
      title: 'Portside',
      icon,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      webPreferences: {
        preload,
        session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        disableBlinkFeatures: 'Auxclick',
        backgroundThrottling: true,
      },
    });
    created.once('ready-to-show', () => created.show());
    created.on('close', (event) => {
      bounds.write({ ...created.getNormalBounds() });
      if (quitting) return;
      event.preventDefault();
      created.hide();
    });
    for (const name of ['show', 'restore'] as const) created.on(name as 'show', () => onVisible(true));
    for (const name of ['hide', 'minimize'] as const) created.on(name as 'hide', () => onVisible(false));
    created.on('closed', () => {
      window = undefined;
    });
    created.webContents.on('render-process-gone', (_event, details) => {
      // Tunnels live in main and are not touched; the page only mirrors them.
      log.error('window process ended', { reason: details.reason, exitCode: details.exitCode });
      if (!quitting && details.reason !== 'clean-exit') created.reload();
    });
    created.webContents.on('console-message', (event) => {
      if (event.level === 'error') log.warn('window says', { message: event.message });
    });
    created.loadURL(page).catch((error: unknown) => {
      if (!quitting) log.error('window did not load', { error });
    });
    return created;
  };

  return {
    show: () => {
      if (!window) {
        window = create();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    /** Our window's main frame showing our page; anything else that sends messages is refused. */
    isSender: (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
      const frame = event.senderFrame;
      if (!window || !frame || event.sender.id !== window.webContents.id) return false;
      if (frame !== window.webContents.mainFrame) return false;
      return sameOrigin(frame.url, page);
    },
    /** From now on closing is really closing. */
    close: (): void => {
      quitting = true;
      if (window && !window.isDestroyed()) bounds.write({ ...window.getNormalBounds() });
      window?.destroy();
      window = undefined;
    },
  };
}

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(380), height: z.int().min(480) });

/** Nothing where the file holds nothing fitting, or where the place is on a screen that is gone. */
function savedBounds(content: unknown): Partial<Rectangle> {
  const { data } = Bounds.safeParse(content);
  if (!data) return {};
  const area = screen.getDisplayMatching(data).workArea;
  const visible =
    data.x < area.x + area.width && data.x + data.width > area.x && data.y >= area.y && data.y < area.y + area.height;
  return visible ? data : { width: data.width, height: data.height };
}

function sameOrigin(url: string, page: string): boolean {
  const here = new URL(url);
  const ours = new URL(page);
  return here.protocol === ours.protocol && here.host === ours.host;
}

export function appPaths(root: string) {
  return {
    preload: path.join(root, 'out/preload/index.cjs'),
    renderer: path.join(root, 'out/renderer'),
    assets: path.join(root, 'assets'),
    icon: path.join(root, 'assets/icon.png'),
  };
}
