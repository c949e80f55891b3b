import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';

/** The window's own origin; `file:` stays closed, so the page can name nothing else on this disk. */
export const APP_ORIGIN = 'portside-app://window';
const SCHEME = 'portside-app';

const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the files below `root` and nothing else: links that lead out of it and other hosts are 403. */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const type = TYPES[path.extname(url.pathname)];
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN || request.method !== 'GET' || !type) {
      return new Response('', { status: 403 });
    }
    try {
      const base = await realpath(root);
      const file = await realpath(path.join(base, decodeURIComponent(url.pathname)));
      if (!file.startsWith(base + path.sep)) return new Response('', { status: 403 });
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': type,
          'content-security-policy': CONTENT_POLICY,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response('', { status: 404 });
    }
  });
}
