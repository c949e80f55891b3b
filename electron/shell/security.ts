/**
 * The fences around the window. First: it is sandboxed and isolated and gets two functions (`preload.ts`). Behind that it
 * has no network, no permissions, no second window and cannot navigate, so a script that got into it has nowhere to go.
 */
import { url as inspectorUrl } from 'node:inspector';
import { app, type Session, type WebContents } from 'electron';
import { refusedSwitch } from './debugging.ts';

/** Must run before the app is ready. */
export function fenceProcess(): void {
  // Electron 33 lets any script paste what was copied last, without asking the handlers below; newer ones do not. What the
  // user pastes by keys or a menu is not meant by it.
  app.commandLine.appendSwitch('blink-settings', 'DOMPasteAllowed=false');
  const refused = refusedSwitch({
    isPackaged: app.isPackaged,
    isInspected: inspectorUrl() !== undefined,
    hasSwitch: (name) => app.commandLine.hasSwitch(name),
  });
  if (refused === undefined) return;
  process.stderr.write(`Portside does not start with --${refused}.\n`);
  process.exit(1);
}

/** `allowedOrigins`: where the window's own files come from. Everything else that the page asks for is cancelled. */
export function fenceSession(session: Session, allowedOrigins: readonly string[]): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed =
      details.url.startsWith('devtools:') || details.url.startsWith('data:') || isFrom(allowedOrigins, details.url);
    answer({ cancel: !allowed });
  });
  // WebRTC asks neither the filter above nor the page's policy. Its TCP takes the session's proxy, and here is none; its
  // UDP is off, see below.
  const direct = allowedOrigins.filter((origin) => origin.startsWith('http')).map((origin) => new URL(origin).host);
  const proxyBypassRules = ['<-loopback>', ...direct].join();
  void session.setProxy({ mode: 'fixed_servers', proxyRules: 'socks5://0.0.0.0:1', proxyBypassRules });
  session.on('will-download', (event) => event.preventDefault());
}

/** Applies to every web contents that is ever made, also by accident. */
export function fenceContents(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

function isFrom(origins: readonly string[], url: string): boolean {
  const { protocol, host } = new URL(url);
  const origin = `${protocol}//${host}`;
  // The development server's hot reload speaks ws: on the same host.
  return origins.includes(origin) || origins.includes(origin.replace(/^ws:/, 'http:'));
}
