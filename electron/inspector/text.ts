import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { InspectedBody } from '../contract/inspector.ts';
import type { KeptBody } from './body.ts';
import { maskBody } from './mask.ts';
import { fieldOf, type Fields } from './recorded.ts';

/** A kilobyte can unpack to a gigabyte: beyond this nothing is unpacked. */
const UNPACKED_BYTES = 1024 * 1024;

/** A body that was cut off unpacks as far as it goes. */
const OPTIONS = { maxOutputLength: UNPACKED_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
const UNPACK: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, OPTIONS),
  'x-gzip': (bytes) => gunzipSync(bytes, OPTIONS),
  deflate: (bytes) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, OPTIONS) : inflateRawSync(bytes, OPTIONS)),
  br: (bytes) =>
    brotliDecompressSync(bytes, {
      maxOutputLength: UNPACKED_BYTES,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    }),
  identity: (bytes) => bytes,
};

function unpacked(bytes: Buffer, coding: string): Buffer | undefined {
  const codings = coding
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .toReversed();
  // Two that are packed into each other are a bomb more often than an answer.
  if (codings.length > 1) return undefined;
  const unpack = codings.length === 0 ? UNPACK['identity'] : UNPACK[codings[0] ?? ''];
  try {
    return unpack?.(bytes);
  } catch {
    return undefined;
  }
}

/** The text in it, or undefined where it is none. A cut may go through the last letter. */
function textOf(bytes: Buffer, type: string, isCut: boolean): string | undefined {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: isCut });
    // oxlint-disable-next-line no-control-regex -- what no text has
    return /[\0-\x08\x0e-\x1a]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const isJsonType = (type: string) => /^[^;]*[/+]json\b/i.test(type);

type ReadBody = InspectedBody & { readonly raw?: string };

/** What can be shown of a body; `raw` is the same text with its secrets, for who has asked for them. */
export function readBody(kept: KeptBody, fields: Fields): ReadBody {
  if (kept.total() === 0) return { kind: 'none' };
  const type = fieldOf(fields, 'content-type') ?? '';
  const coding = fieldOf(fields, 'content-encoding') ?? '';
  const bytes = unpacked(kept.bytes(), coding);
  if (!bytes) return { kind: 'packed', coding: coding.slice(0, 40) };
  const raw = textOf(bytes, type, kept.isCut());
  if (raw === undefined) return { kind: 'binary', type: type.slice(0, 80) };
  return { kind: 'text', text: maskBody(raw, type), isJson: isJsonType(type), isCut: kept.isCut(), raw };
}
