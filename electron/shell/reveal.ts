import { session as electronSession, WebContentsView, type BrowserWindow } from 'electron';
import { revealHeight, revealPage } from './reveal-page.ts';
import { fenceSession } from './security.ts';

type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A hand that stays on the button, or a release that got lost, must not leave a secret on the screen. */
const MOST_MS = 10_000;

/**
 * Shows a secret over the window in a view of its own: another process without script, whose content the window's page
 * can neither read nor take. It is gone when the window loses the keyboard, is hidden, or after some seconds.
 */
export function openReveal(windowOf: () => BrowserWindow | undefined) {
  let shown: { readonly view: WebContentsView; readonly window: BrowserWindow; readonly end: () => void } | undefined;

  const conceal = (): void => {
    const { view, window, end } = shown ?? {};
    shown = undefined;
    end?.();
    if (!view) return;
    if (window && !window.isDestroyed()) window.contentView.removeChildView(view);
    view.webContents.close();
  };

  return {
    async show(text: string, place: Place): Promise<void> {
      conceal();
      const window = windowOf();
      if (!window?.isVisible()) return;
      const session = electronSession.fromPartition('reveal', { cache: false });
      fenceSession(session, []);
      const view = new WebContentsView({
        webPreferences: { session, sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
      });
      const timer = setTimeout(conceal, MOST_MS);
      window.once('blur', conceal);
      window.once('hide', conceal);
      shown = {
        view,
        window,
        end: () => {
          clearTimeout(timer);
          window.off('blur', conceal);
          window.off('hide', conceal);
        },
      };
      const zoom = window.webContents.getZoomFactor();
      const [width = 0, height = 0] = window.getContentSize();
      const x = Math.max(0, Math.round(place.x * zoom));
      const y = Math.max(0, Math.round(place.y * zoom));
      view.setBounds({
        x,
        y,
        width: Math.min(width - x, Math.round(place.width * zoom)),
        height: Math.min(height - y, Math.max(Math.round(place.height * zoom), revealHeight(text, place.width * zoom))),
      });
      try {
        await view.webContents.loadURL(revealPage(text));
      } catch {
        // Let go of meanwhile. The error says which address, and the address is the secret.
      }
      if (shown?.view === view) window.contentView.addChildView(view);
    },
    conceal,
    close: conceal,
  };
}
