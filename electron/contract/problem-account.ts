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
      `The token's role may not do this${permission ? ` (${permission})` : ''}. Ask for the permission, or sign in with another token.`,
    severity: 'error',
    remedy: 'sign-in',
    action: 'Use another token',
  },
  'token-unsaved': {
    title: 'Sign-in is kept for this run only',
    text: () =>
      'No key store was found on this computer, so the token is held in memory and forgotten on quit. Unlock or install a key store (GNOME Keyring, KWallet) to stay signed in.',
    severity: 'warning',
    remedy: 'none',
  },
  'not-signed-in': {
    title: 'Not signed in',
    text: () => 'This forward belongs to an account that is not signed in on this computer.',
    severity: 'error',
    remedy: 'sign-in',
    action: 'Sign in',
  },
} as const;

const SIGN_IN_CODES: ReadonlySet<string> = new Set(['token-rejected', 'not-signed-in']);

/** A new token is all that is missing. */
export const needsSignIn = ({ code }: { readonly code: string }): boolean => SIGN_IN_CODES.has(code);
