import path from 'node:path';
import {
  app,
  BrowserWindow,
  nativeTheme,
  screen,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type Rectangle,
  type Session,
} from 'electron';
import type { Language } from '../contract/language.ts';
import type { Log } from '../base/log.ts';
import type { Disk } from './disk.ts';
import { hideWindow } from './hide-window.ts';

type Parts = {
  readonly preload: string;
  readonly icon: string;
  /** Full URL of the page, which names the language. */
  readonly page: () => string;
  readonly session: Session;
  /** Remembers where the window was. */
  readonly bounds: Disk;
  readonly log: Log;
};

/** Who decides what becomes of the window: comes after it, since it is put up before all else. */
type Keeper = {
  readonly onVisible: (visible: boolean) => void;
  /** Its close button. */
  readonly onClose: () => void;
};

/** Of one that nobody has given another size. */
export const LARGE = { width: 1120, height: 700 };
const MIN_WIDTH = 380;
const MIN_HEIGHT = 480;
const MAX_CRASHES = 3;
const CRASHES_WITHIN_MS = 60_000;
const MAX_TEXT = 1000;

/** The one window: made when first shown, hidden on close, so that forwards live on in the tray. */
export function openWindow({ preload, icon, page, session, bounds, log }: Parts) {
  let window: BrowserWindow | undefined;
  let keeper: Keeper | undefined;
  let isCloseWanted = false;
  let tellPainted = (): void => {};
  const painted = new Promise<void>((resolve) => {
    tellPainted = resolve;
  });
  let quitting = false;
  let crashes: number[] = [];

  const remember = (from: BrowserWindow) => {
    try {
      bounds.write({ ...from.getNormalBounds() });
    } catch {
      // Where the window was is not worth an end; the log has it.
    }
  };

  /** Loads the page again; one that ends as often as it is loaded is given up, and made anew when the user opens it. */
  const revive = (crashed: BrowserWindow) => {
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now];
    if (crashes.length <= MAX_CRASHES) crashed.reload();
    else crashed.destroy();
  };

  const load = (into: BrowserWindow) => {
    into.loadURL(page()).catch((error: unknown) => {
      if (!quitting) log.error('window did not load', { error });
    });
  };

  const create = (appears: 'shown' | 'minimised' = 'shown'): BrowserWindow => {
    const created = new BrowserWindow({
      ...LARGE,
      ...savedBounds(bounds.read()),
      minWidth: MIN_WIDTH,
      minHeight: MIN_HEIGHT,
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
        // Boxes of the system are for what the page must not say or answer.
        disableDialogs: true,
        devTools: !app.isPackaged,
        disableBlinkFeatures: 'Auxclick',
        backgroundThrottling: true,
      },
    });
    created.once('ready-to-show', () => {
      if (appears === 'shown') created.show();
      else created.minimize();
      tellPainted();
    });
    created.on('close', (event) => {
      remember(created);
      if (quitting) return;
      event.preventDefault();
      // A page that is not there cannot ask.
      if (created.webContents.isCrashed() || created.webContents.isLoadingMainFrame()) hideWindow(created);
      else if (keeper) keeper.onClose();
      else isCloseWanted = true;
    });
    // Not every window manager tells that a window is back; whoever types into it sees it.
    for (const name of ['show', 'restore', 'focus'] as const) created.on(name as 'show', () => keeper?.onVisible(true));
    for (const name of ['hide', 'minimize'] as const) created.on(name as 'hide', () => keeper?.onVisible(false));
    created.on('closed', () => {
      window = undefined;
    });
    created.webContents.on('render-process-gone', (_event, details) => {
      // Tunnels live in main and are not touched; the page only mirrors them.
      log.error('window process ended', { reason: details.reason, exitCode: details.exitCode });
      if (!quitting && details.reason !== 'clean-exit') revive(created);
    });
    created.webContents.on('console-message', (...told: unknown[]) => {
      const text = consoleError(told);
      if (text !== undefined) log.warn('window says', { text: text.slice(0, MAX_TEXT) });
    });
    load(created);
    return created;
  };

  return {
    /** Resolves when there has been something to see. */
    painted,
    /** From now on; hears at once what has happened before. */
    follow: (by: Keeper) => {
      keeper = by;
      if (window?.isVisible()) keeper.onVisible(!window.isMinimized());
      if (isCloseWanted) keeper.onClose();
      isCloseWanted = false;
    },
    show: () => {
      if (quitting) return;
      if (!window) {
        window = create();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isFocused: () => window?.isFocused() === true,
    isVisible: () => window?.isVisible() === true && !window.isMinimized(),
    leave: (to: 'tray' | 'taskbar') => {
      if (quitting) return;
      if (to === 'tray') {
        if (window) hideWindow(window);
      } else if (window) window.minimize();
      else window = create('minimised');
    },
    /** For what is drawn over it. */
    current: (): BrowserWindow | undefined => window,
    /** Our window's main frame showing our page; anything else that sends messages is refused. */
    isSender: (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
      const frame = event.senderFrame;
      if (!window || !frame || event.sender.id !== window.webContents.id) return false;
      if (frame !== window.webContents.mainFrame) return false;
      return sameOrigin(frame.url, page());
    },
    /** Loads the page anew, if there is one; `onGone` once the old one no longer hears anything. */
    reload: (onGone: () => void): void => {
      if (!window) return;
      window.webContents.once('did-navigate', onGone);
      load(window);
    },
    /** From now on closing is really closing. */
    close: (): void => {
      quitting = true;
      if (window && !window.isDestroyed()) remember(window);
      window?.destroy();
      window = undefined;
    },
  };
}

function asBounds(content: Readonly<Record<string, unknown>>): Rectangle | undefined {
  const { x, y, width, height } = content as Record<keyof Rectangle, number>;
  const isFitting = [x, y, width, height].every(Number.isSafeInteger) && width >= MIN_WIDTH && height >= MIN_HEIGHT;
  return isFitting ? { x, y, width, height } : undefined;
}

/** Nothing where the file holds nothing fitting, or where the place is on a screen that is gone. */
function savedBounds(content: Readonly<Record<string, unknown>>): Partial<Rectangle> {
  const data = asBounds(content);
  if (!data) return {};
  const area = screen.getDisplayMatching(data).workArea;
  const visible =
    data.x < area.x + area.width && data.x + data.width > area.x && data.y >= area.y && data.y < area.y + area.height;
  return visible ? data : { width: data.width, height: data.height };
}

/** False for a frame without an address too, as one is that has not loaded yet. */
function sameOrigin(url: string, page: string): boolean {
  if (!URL.canParse(url)) return false;
  const here = new URL(url);
  const ours = new URL(page);
  return here.protocol === ours.protocol && here.host === ours.host;
}

/** The text of an error in the page's console. Electron 35 and newer put it into the event, older ones behind it. */
function consoleError([event, level, text]: readonly unknown[]): string | undefined {
  const told = event as { readonly level?: unknown; readonly message?: unknown };
  const message = told.level === 'error' ? told.message : level === 3 && text;
  return typeof message === 'string' ? message : undefined;
}

export function inLanguage(page: string, language: Language): string {
  const url = new URL(page);
  url.searchParams.set('lang', language);
  return url.href;
}

export function appPaths(root: string) {
  return {
    preload: path.join(root, 'out/preload/index.cjs'),
    renderer: path.join(root, 'out/renderer'),
    assets: path.join(root, 'assets'),
    // Opening a larger one takes as long as all else that a window is made of.
    icon: path.join(root, 'assets/icons/128x128.png'),
  };
}
