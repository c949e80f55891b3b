import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * The weaker way, for who chose it: sealed with a key that lies in a file of its own. It protects what is copied or backed
 * up without that file, and keeps out nobody who can read both.
 */
export type KeyFile = {
  readonly seal: (text: string) => Buffer;
  /** Throws where it was sealed with another key. */
  readonly unseal: (sealed: Buffer) => string;
  readonly remove: () => void;
};

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function openKeyFile(file: string): KeyFile {
  const read = () => {
    const key = readFileSync(file);
    if (key.length !== KEY_BYTES) throw new Error('not a key');
    return key;
  };
  const readOrMake = () => {
    try {
      return read();
    } catch {
      const key = randomBytes(KEY_BYTES);
      rmSync(file, { force: true });
      writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
      return key;
    }
  };
  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', readOrMake(), iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    unseal(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', read(), sealed.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    remove: () => rmSync(file, { force: true }),
  };
}
