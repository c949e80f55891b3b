/** Where tokens are kept on this computer: in its key store, or without one. */
export type KeyStore =
  /** Not asked yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'system' }
  /** `basic`: the desktop has none that is known. `silent`: there is one that does not answer, because it is locked or not running. */
  | { readonly kind: 'none'; readonly why: 'basic' | 'silent' };

/**
 * How tokens are kept where there is no key store: in memory until the app quits, or in a file whose key lies beside it,
 * which keeps out nobody who can read the user's files.
 */
export type WithoutKeyStore = 'run' | 'file';
