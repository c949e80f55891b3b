import { momentIn } from './language.ts';

type Args = Readonly<Record<string, string | number>>;

/** What can go wrong with accounts, their tokens and the ways to sign in. */
export const ACCOUNT_PROBLEMS = {
  'token-rejected': {
    title: 'Token rejected',
    text: () =>
      'Northflank does not accept this API token any more: it was revoked, has expired or was mistyped. Sign in again.',
    severity: 'error',
    remedy: 'sign-in',
    action: 'Sign in',
  },
  'token-too-narrow': {
    title: 'Permission missing',
    text: ({ permission }: Args) =>
      `The token’s role may not do this${permission ? ` (${permission})` : ''}. Ask for the permission, or sign in with another token.`,
    severity: 'error',
    remedy: 'sign-in',
    action: 'Use another token',
  },
  'permissions-missing': {
    title: 'Some permissions are missing',
    text: ({ name, permissions }: Args) =>
      `The role of the token of ${name ?? 'this account'} lacks ${permissions ?? 'what Portside reads'}. What it opens is not shown. Add it to the role at Northflank, then refresh.`,
    severity: 'warning',
    remedy: 'refresh',
    action: 'Refresh',
  },
  'token-unsaved': {
    title: 'Sign-in is kept for this run only',
    text: () =>
      'No key store answers on this computer, so the token is forgotten on quit. Unlock or install one (GNOME Keyring, KWallet), or choose another way.',
    severity: 'warning',
    remedy: 'keep-tokens',
    action: 'Choose…',
  },
  'not-signed-in': {
    title: 'Not signed in',
    text: () => 'Portside holds no token for this account. Sign in to use it and its forwards.',
    severity: 'error',
    remedy: 'sign-in',
    action: 'Sign in',
  },
  'token-expired': {
    title: 'Token expired',
    text: ({ at }: Args) =>
      `This API token was valid${at ? ` until ${momentIn('en', at)}` : ' for a limited time'} and has expired. Sign in again with a new one.`,
    severity: 'error',
    remedy: 'sign-in',
    action: 'Sign in',
  },
  'token-expires': {
    title: 'Token expires soon',
    text: ({ name, at }: Args) =>
      `The API token of ${name ?? 'this account'} expires${at ? ` on ${momentIn('en', at)}` : ' in a few days'}. Sign in with a new one before then, and no forward is interrupted.`,
    severity: 'warning',
    remedy: 'sign-in',
    action: 'Sign in',
  },
  'token-expires-today': {
    title: 'Token expires within a day',
    text: ({ name, at }: Args) =>
      `The API token of ${name ?? 'this account'} expires${at ? ` on ${momentIn('en', at)}` : ' within a day'}. After that no new connection gets through, until you sign in again.`,
    severity: 'error',
    remedy: 'sign-in',
    action: 'Sign in',
  },
  'login-page-refused': {
    title: 'Login page not opened',
    text: ({ page, host }: Args) =>
      `${host ?? 'The API host'} asked for a login page at ${page ?? 'an address'} that does not belong to it. Portside opens only https pages of the same domain or of northflank.com.`,
    severity: 'error',
    remedy: 'none',
  },
  'login-refused': {
    title: 'Not signed in',
    text: ({ reason }: Args) =>
      `The login was not granted in the browser${reason ? `: ${reason}` : ''}. Try again, or paste a token.`,
    severity: 'error',
    remedy: 'none',
  },
  'way-refused': {
    title: 'Sign-in stopped',
    text: () =>
      'You did not allow the token to go by the proxy, the certificate or the login page that was named. Sign in without them, or allow them when Portside asks.',
    severity: 'error',
    remedy: 'none',
  },
  'login-late': {
    title: 'Login took too long',
    text: ({ minutes }: Args) =>
      `Nobody finished the login in the browser within ${minutes ?? 'some'} minutes. Start it again when you are ready.`,
    severity: 'warning',
    remedy: 'none',
  },
  'login-unknown': {
    title: 'No browser login here',
    text: ({ host }: Args) => `${host ?? 'This host'} does not offer a login by browser. Paste an API token.`,
    severity: 'error',
    remedy: 'none',
  },
  'login-cut': {
    title: 'Login was interrupted',
    text: ({ host }: Args) =>
      `The connection to ${host ?? 'the API host'} ended before the login in the browser did. Start it again.`,
    severity: 'error',
    remedy: 'none',
  },
  'browser-missing': {
    title: 'Browser did not open',
    text: () => 'This system could not open the login page in a browser. Paste an API token instead.',
    severity: 'error',
    remedy: 'none',
  },
  'cli-login-gone': {
    title: 'Login not found',
    text: ({ name }: Args) =>
      `The Northflank CLI has no login named ${name ?? 'so'} with a token any more. The list was read anew.`,
    severity: 'warning',
    remedy: 'none',
  },
  'cli-config-unreadable': {
    title: 'Logins of the Northflank CLI cannot be read',
    text: ({ file, reason }: Args) => `${file ?? 'Its file'} ${reason ?? 'cannot be read'}.`,
    severity: 'warning',
    remedy: 'none',
  },
  'cli-token-plain': {
    title: 'The CLI still keeps this token in clear text',
    text: ({ name, file, shared }: Args) =>
      `It is not needed in ${file ?? 'the CLI’s file'}${name ? ` (login “${name}”)` : ''} for Portside${shared ? ', and other users of this computer may read that file' : ''}. Removed there, the northflank command asks for a token again.`,
    severity: 'info',
    remedy: 'forget-cli-token',
    action: 'Remove it there',
  },
  'cli-token-changed': {
    title: 'Nothing was removed',
    text: ({ name }: Args) =>
      `The Northflank CLI’s login${name ? ` ${name}` : ''} holds another token by now, so it was left alone.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;

const SIGN_IN_CODES: ReadonlySet<string> = new Set(['token-rejected', 'token-expired', 'not-signed-in']);

/** A new token is all that is missing. */
export const needsSignIn = ({ code }: { readonly code: string }): boolean => SIGN_IN_CODES.has(code);
