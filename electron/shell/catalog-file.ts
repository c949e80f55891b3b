import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import type { Log } from '../base/log.ts';
import { renameFirmly } from '../base/rename.ts';
import type { CatalogFile } from '../session/keep-catalog.ts';
import type { Sealer } from './key-store.ts';

const MAGIC = Buffer.from('PSC1');
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** More than ten thousand resources take; a damaged length must not take all memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/** `PSC1`, length of the sealed key, sealed key, IV; the same bytes are authenticated together with the content. */
function headOf(sealed: Buffer, iv: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealed.length);
  return Buffer.concat([MAGIC, length, sealed, iv]);
}

async function open(content: Buffer, unseal: Sealer['unseal']): Promise<string> {
  if (!content.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('not a catalogue');
  const keyAt = MAGIC.length + 2;
  const ivAt = keyAt + content.readUInt16BE(MAGIC.length);
  const bodyAt = ivAt + IV_BYTES;
  const tagAt = content.length - TAG_BYTES;
  if (tagAt < bodyAt) throw new Error('too short');
  const key = Buffer.from((await unseal(content.subarray(keyAt, ivAt))).text, 'base64');
  const decipher = createDecipheriv(CIPHER, key, content.subarray(ivAt, bodyAt), { authTagLength: TAG_BYTES });
  decipher.setAAD(content.subarray(0, bodyAt));
  decipher.setAuthTag(content.subarray(tagAt));
  const packed = Buffer.concat([decipher.update(content.subarray(bodyAt, tagAt)), decipher.final()]);
  return gunzipSync(packed, { maxOutputLength: MAX_BYTES }).toString('utf8');
}

/**
 * The catalogue on the disk: names of everything somebody runs, so it is encrypted with a key that only this system's key
 * store can open. The key is made anew in each run. What cannot be read is thrown away; it is only a cache.
 */
export function openCatalogFile(directory: string, findSealer: () => Promise<Sealer | string>, log: Log): CatalogFile {
  const file = path.join(directory, 'catalog.sealed');
  const beside = `${file}.new`;
  const remove = () => {
    for (const each of [file, beside]) {
      try {
        rmSync(each, { force: true });
      } catch (error) {
        log.warn('an old catalogue could not be removed', { file: each, error });
      }
    }
  };
  let key: { readonly open: Buffer; readonly sealed: Buffer } | undefined;
  const keyOf = async ({ seal }: Sealer) => {
    const fresh = randomBytes(KEY_BYTES);
    key ??= { open: fresh, sealed: await seal(fresh.toString('base64')) };
    return key;
  };

  return {
    async read() {
      const sealer = await findSealer();
      if (typeof sealer === 'string') {
        remove();
        return [];
      }
      let content: Buffer;
      try {
        content = readFileSync(file);
      } catch {
        return [];
      }
      try {
        return (await open(content, sealer.unseal)).split('\n');
      } catch (error) {
        log.warn('the saved catalogue cannot be read and is left out', { file, error });
        remove();
        return [];
      }
    },

    async write(lines) {
      try {
        const sealer = await findSealer();
        if (typeof sealer === 'string') return;
        const { open: secret, sealed } = await keyOf(sealer);
        const iv = randomBytes(IV_BYTES);
        const head = headOf(sealed, iv);
        const cipher = createCipheriv(CIPHER, secret, iv, { authTagLength: TAG_BYTES });
        cipher.setAAD(head);
        await pipeline(
          oneATurn(lines),
          createGzip({ level: 1 }),
          cipher,
          async function* framed(chunks: AsyncIterable<Buffer>) {
            yield head;
            yield* chunks;
            yield cipher.getAuthTag();
          },
          createWriteStream(beside, { mode: 0o600, flush: true }),
        );
        await renameFirmly(beside, file);
      } catch (error) {
        log.warn('the catalogue could not be saved', { file, error });
      }
    },
  };
}

/** Making a line takes a millisecond where a project is large; between two of them others have their turn. */
async function* oneATurn(lines: Iterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for (const line of lines) {
    yield isFirst ? line : `\n${line}`;
    isFirst = false;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
