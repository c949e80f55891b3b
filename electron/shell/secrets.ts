import { keepOutOfLogs, type Log } from '../base/log.ts';
import type { AccountId } from '../contract/catalog.ts';
import type { KeyStore, WithoutKeyStore } from '../contract/key-store.ts';
import type { Login } from '../session/accounts.ts';
import type { Disk } from './disk.ts';
import type { KeyFile } from './key-file.ts';
import type { Sealer } from './key-store.ts';

/** Logins live in main only; never in the state, the window, argv or a log. */
export type Secrets = {
  readonly read: (id: AccountId) => Promise<Login | undefined>;
  readonly write: (id: AccountId, login: Login) => Promise<void>;
  readonly remove: (id: AccountId) => Promise<void>;
  /** Whether what is written outlives this run. */
  readonly isPersistent: () => Promise<boolean>;
  readonly keyStore: () => Promise<KeyStore>;
  /** Where there is no key store: what is known now is put into the file, or every trace is taken out of it. */
  readonly keepWithout: (how: WithoutKeyStore) => Promise<void>;
};

export type SecretsParts = {
  readonly disk: Pick<Disk, 'read' | 'write'>;
  readonly keyFile: KeyFile;
  /** Asked once, at the first use. */
  readonly findKeyStore: () => Promise<Sealer | 'basic' | 'silent'>;
  readonly without: WithoutKeyStore;
  readonly log: Log;
};

/** Marks what was sealed with the key file. */
const FILE = 'file:';

const parse = (text: string): Login => {
  const login = JSON.parse(text) as Login;
  if (typeof login.token !== 'string' || typeof login.host !== 'string') throw new Error('not a login');
  keepOutOfLogs(login.token);
  return login;
};

export function openSecrets({ disk, keyFile, findKeyStore, without, log }: SecretsParts): Secrets {
  const memory = new Map<AccountId, Login>();
  let how = without;
  let found: ReturnType<typeof findKeyStore> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const store = () => (found ??= findKeyStore());

  /** One after the other: a login that is being sealed must not come back after it was removed. */
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const next = last.then(job, job);
    last = next.catch(() => {});
    return next;
  };

  const seal = async (login: Login): Promise<string | undefined> => {
    const sealer = await store();
    const text = JSON.stringify(login);
    if (typeof sealer === 'object') return (await sealer.seal(text)).toString('base64');
    return how === 'file' ? FILE + keyFile.seal(text).toString('base64') : undefined;
  };

  /** Also without the key store that sealed it: whoever signs out, or in with another token, wants the old one gone. */
  const put = (id: AccountId, sealed: string | undefined) => {
    const entries = disk.read();
    if (entries[id] === sealed) return;
    const { [id]: _, ...rest } = entries;
    disk.write(sealed === undefined ? rest : { ...rest, [id]: sealed });
  };

  /** A key that opens nothing any more is not kept. */
  const tidy = () => {
    const isUsed = Object.values(disk.read()).some((entry) => typeof entry === 'string' && entry.startsWith(FILE));
    if (!isUsed) keyFile.remove();
  };

  const unseal = async (id: AccountId, entry: string): Promise<Login | undefined> => {
    const sealer = await store();
    const hasStore = typeof sealer === 'object';
    if (entry.startsWith(FILE)) {
      const login = parse(keyFile.unseal(Buffer.from(entry.slice(FILE.length), 'base64')));
      // Chosen for want of anything better, and there is something better now.
      if (hasStore) {
        put(id, await seal(login));
        tidy();
      }
      return login;
    }
    if (!hasStore) return undefined;
    const { text, isOld } = await sealer.unseal(Buffer.from(entry, 'base64'));
    const login = parse(text);
    if (isOld) put(id, await seal(login));
    return login;
  };

  return {
    read: async (id) =>
      memory.get(id) ??
      inTurn(async () => {
        const entries = disk.read();
        const entry = Object.hasOwn(entries, id) ? entries[id] : undefined;
        if (memory.has(id) || typeof entry !== 'string') return memory.get(id);
        try {
          const login = await unseal(id, entry);
          if (login) memory.set(id, login);
          return login;
        } catch {
          // Another key store, or a damaged entry: the user signs in again. The error's text might quote the content.
          log.warn('a saved sign-in could not be read', { id });
          return undefined;
        }
      }),

    write: (id, login) => {
      keepOutOfLogs(login.token);
      return inTurn(async () => {
        put(id, await seal(login));
        memory.set(id, login);
      });
    },

    remove: (id) =>
      inTurn(async () => {
        memory.delete(id);
        put(id, undefined);
        tidy();
      }),

    isPersistent: async () => typeof (await store()) === 'object' || how === 'file',

    keyStore: async () => {
      const sealer = await store();
      return typeof sealer === 'object' ? { kind: 'system' } : { kind: 'none', why: sealer };
    },

    keepWithout: (next) =>
      inTurn(async () => {
        how = next;
        if (typeof (await store()) === 'object') return;
        for (const [id, login] of memory) put(id, await seal(login));
        if (next === 'run') {
          for (const [id, entry] of Object.entries(disk.read())) {
            if (typeof entry === 'string' && entry.startsWith(FILE)) put(id, undefined);
          }
        }
        tidy();
      }),
  };
}
