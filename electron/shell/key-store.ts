import { safeStorage } from 'electron';

/** Seals text so that only this user of this computer can open it. Both reject where the store does not answer. */
export type Sealer = {
  readonly seal: (text: string) => Promise<Buffer>;
  /** `isOld`: it was sealed with a key that is to go. */
  readonly unseal: (sealed: Buffer) => Promise<{ readonly text: string; readonly isOld: boolean }>;
};

/** Chromium's mark of its fixed key, which stands in its source. */
const FIXED_KEY = Buffer.from('v10');

type SafeStorage = Partial<typeof safeStorage>;

/**
 * The system's key store, or why there is none that deserves the name. Electron 46 has only the asynchronous functions, 33
 * has none of them; what one sealed the other opens. Call after the app is ready.
 */
async function findKeyStore(): Promise<Sealer | 'basic' | 'silent'> {
  const storage: SafeStorage = safeStorage;
  const isLinux = process.platform === 'linux';
  if (isLinux && storage.getSelectedStorageBackend?.() === 'basic_text') return 'basic';
  const sealer = storage.encryptStringAsync ? waiting(storage) : blocking(storage);
  try {
    const isThere = await (storage.isAsyncEncryptionAvailable?.() ?? storage.isEncryptionAvailable?.());
    if (!isThere) return 'silent';
    // Newer versions choose among several stores by themselves: what was sealed says whether it was one.
    const isFixed = isLinux && (await sealer.seal('probe')).subarray(0, FIXED_KEY.length).equals(FIXED_KEY);
    return isFixed ? 'basic' : sealer;
  } catch {
    return 'silent';
  }
}

let found: ReturnType<typeof findKeyStore> | undefined;

/** The same, asked once in a run. */
export const keyStore = () => (found ??= findKeyStore());

const missing = () => {
  throw new Error('this Electron has no safeStorage that is known');
};

function waiting({ encryptStringAsync = missing, decryptStringAsync = missing }: SafeStorage): Sealer {
  return {
    seal: (text) => encryptStringAsync.call(safeStorage, text),
    unseal: async (sealed) => {
      const { result, shouldReEncrypt } = await decryptStringAsync.call(safeStorage, sealed);
      return { text: result, isOld: shouldReEncrypt };
    },
  };
}

function blocking({ encryptString = missing, decryptString = missing }: SafeStorage): Sealer {
  return {
    seal: async (text) => encryptString.call(safeStorage, text),
    unseal: async (sealed) => ({ text: decryptString.call(safeStorage, sealed), isOld: false }),
  };
}
