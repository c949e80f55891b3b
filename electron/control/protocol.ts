/**
 * What programs on this computer and the app say to each other: one JSON object per line, each way, over a Unix socket or
 * named pipe that is the user's alone. See docs/local-control.md.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Scope } from '../contract/control.ts';
import { KIT_FORMATS } from '../contract/kit-formats.ts';
import type { Problem } from '../contract/problem.ts';
import type { Report } from './report.ts';

/** A longer line ends the connection. */
export const MAX_LINE_BYTES = 64 * 1024;

const key = z.string().min(1).max(2048);
const keys = z.array(key).min(1).max(1000);
const scope = z.enum(['read', 'toggle', 'secrets']);

const HEX = /^[0-9a-f]{64}$/;
/** May come before all else: answered with what only he can say who wrote `control.json`. */
export const Challenge = z.object({ challenge: z.string().regex(HEX) });
export const proofOf = (key: string, challenge: string): string =>
  createHmac('sha256', key).update(`portside control ${challenge}`).digest('hex');

/** The first line of a client, but for a challenge. Its name is shown to the user, so it holds nothing that a line of text could hide. */
export const Hello = z.object({
  hello: z.object({
    name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@()/-]{0,63}$/u),
    token: z.string().min(1).max(256).exactOptional(),
    scopes: z.array(scope).min(1).max(3),
  }),
});

const id = z.int().min(0);
export const Call = z.discriminatedUnion('call', [
  z.object({ id, call: z.literal('status') }),
  /** Every service and addon that is known, forwarded or not. */
  z.object({ id, call: z.literal('list') }),
  /** Answers with the status, and tells it again whenever it has changed. */
  z.object({ id, call: z.literal('watch') }),
  /** `lease`: what was off before is switched off again when the connection ends, however it ends. */
  z.object({
    id,
    call: z.literal('set'),
    ids: keys,
    on: z.boolean(),
    confirmed: z.boolean().exactOptional(),
    lease: z.boolean().exactOptional(),
  }),
  z.object({ id, call: z.literal('profile'), profile: key, on: z.boolean(), confirmed: z.boolean().exactOptional() }),
  z.object({ id, call: z.literal('stop-all') }),
  /** Puts it on the clipboard; the text is not told. */
  z.object({ id, call: z.literal('copy'), tunnelId: key, format: z.enum(KIT_FORMATS).exactOptional() }),
  /** The same text as an answer. */
  z.object({ id, call: z.literal('text'), tunnelId: key, format: z.enum(KIT_FORMATS) }),
  /** Variables and connection strings of a forward, rewritten for this computer. */
  z.object({ id, call: z.literal('environment'), forward: key }),
  z.object({ id, call: z.literal('show') }),
]);
export type Call = z.infer<typeof Call>;
export type CallOf<T extends Call['call']> = Extract<Call, { call: T }>;

const SCOPE_OF: { readonly [T in Call['call']]: Scope } = {
  status: 'read',
  list: 'read',
  watch: 'read',
  show: 'read',
  set: 'toggle',
  profile: 'toggle',
  'stop-all': 'toggle',
  copy: 'read',
  text: 'secrets',
  environment: 'secrets',
};

/** What a program must have been allowed for this call. An address is no secret; every other format holds one. */
export function scopeOf(call: Call): Scope {
  if (call.call !== 'copy' && call.call !== 'text') return SCOPE_OF[call.call];
  return (call.format ?? 'host-port') === 'host-port' ? 'read' : 'secrets';
}

/** Names and values as a program's environment takes them. */
export type Environment = Readonly<Record<string, string>>;

export type Answer =
  | { readonly proof: string }
  /** The user has been asked; the client waits. */
  | { readonly waiting: true }
  /** Let in. `token` is given once, for the next time. */
  | { readonly welcome: { readonly version: string; readonly scopes: readonly Scope[]; readonly token?: string } }
  | { readonly id?: number; readonly problem: Problem & { readonly message: string } }
  | { readonly id: number; readonly result: unknown }
  | { readonly event: 'status'; readonly status: Report };

/** Written to be read by the client: where the app listens, and by what it is known there. Nobody else may read it. */
export const Whereabouts = z.object({ path: z.string().min(1).max(1024), pid: z.int(), key: z.string().regex(HEX) });
export const WHEREABOUTS_FILE = 'control.json';
