import { safeStorage } from 'electron';
import { keepOutOfLogs, type Log } from '../base/log.ts';
import type { AccountId } from '../contract/catalog.ts';
import type { Login } from '../session/accounts.ts';
import type { Disk } from './disk.ts';

/** Logins live in main only; never in the state, the window, argv or a log. */
export type Secrets = {
  readonly read: (id: AccountId) => Login | undefined;
  readonly write: (id: AccountId, secret: Login) => void;
  readonly remove: (id: AccountId) => void;
  /** False where the system has no key store: secrets then end with this run, and are never written in a weaker way. */
  readonly persistent: boolean;
};

/** Encrypted by the system's key store. Call after the app is ready. */
export function openSecrets(disk: Disk, log: Log): Secrets {
  const persistent = hasKeyStore();
  const memory = new Map<AccountId, Login>();

  /** Also without the key store that sealed it: whoever signs out, or in with another token, wants the old one gone. */
  const forget = (id: AccountId) => {
    const entries = disk.read();
    if (!Object.hasOwn(entries, id)) return;
    const { [id]: _, ...left } = entries;
    disk.write(left);
  };

  return {
    persistent,
    read: (id) => {
      const known = memory.get(id);
      if (known || !persistent) return known;
      try {
        const sealed = disk.read()[id];
        if (typeof sealed !== 'string') return undefined;
        const secret = JSON.parse(safeStorage.decryptString(Buffer.from(sealed, 'base64'))) as Login;
        keepOutOfLogs(secret.token);
        memory.set(id, secret);
        return secret;
      } catch {
        // Another key store, or a damaged entry: the user signs in again. The error's text might quote the content.
        log.warn('a saved sign-in could not be read', { id });
        return undefined;
      }
    },
    write: (id, secret) => {
      keepOutOfLogs(secret.token);
      if (persistent) {
        disk.write({ ...disk.read(), [id]: safeStorage.encryptString(JSON.stringify(secret)).toString('base64') });
      } else forget(id);
      memory.set(id, secret);
    },
    remove: (id) => {
      memory.delete(id);
      forget(id);
    },
  };
}

/** `basic_text` is a fixed key in Chromium's source: that is no key store. */
function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
