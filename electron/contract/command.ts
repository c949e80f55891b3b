import { z } from 'zod';
import { Guard } from './guard.ts';
import type { Problem } from './problem.ts';
import { SettingsChange } from './settings-schema.ts';

/** Longer than any id that `northflank/answers.ts` lets in, with all its parts. */
const key = z.string().min(1).max(2048);
/** PEM text, one or several certificates. */
const certificates = z.string().max(256 * 1024);

/** Everything the window, the tray or a terminal may ask for. The receiver parses; types come from here. */
export const Command = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('account.sign-in'),
    token: z
      .string()
      .trim()
      .min(1)
      .max(16 * 1024),
    host: z.string().max(2048),
    /** Becomes part of keys and of paths. */
    teamId: z
      .string()
      .trim()
      .regex(/^[^/]{1,128}$/)
      .exactOptional(),
    ca: certificates.exactOptional(),
  }),
  z.strictObject({ type: z.literal('account.sign-out'), id: key }),
  z.strictObject({ type: z.literal('catalog.refresh') }),
  z.strictObject({ type: z.literal('forward.set'), id: key, on: z.boolean() }),
  z.strictObject({ type: z.literal('forwards.set'), ids: z.array(key).max(10_000), on: z.boolean() }),
  z.strictObject({ type: z.literal('forward.retry'), id: key }),
  z.strictObject({ type: z.literal('forwards.stop-all') }),
  /** Main looks the text up in its own state and writes the clipboard; the window never names what is copied. */
  z.strictObject({ type: z.literal('copy.address'), tunnelId: key }),
  z.strictObject({ type: z.literal('copy.hostname'), tunnelId: key, hostname: z.string().max(253) }),
  /** The lines that a user may add to the hosts file by hand. */
  z.strictObject({ type: z.literal('copy.hosts-lines') }),
  z.strictObject({ type: z.literal('open.address'), tunnelId: key }),
  z.strictObject({ type: z.literal('forward.guard'), id: key, guard: Guard }),
  /** Wishes for names or takes the wish back; never opens the system's prompt. */
  z.strictObject({ type: z.literal('hostnames.set'), on: z.boolean() }),
  /** The user is ready for the system's prompt, or wants what failed to be tried again. */
  z.strictObject({ type: z.literal('hostnames.allow') }),
  /** Takes out what others left in the hosts file; opens the prompt if that needs rights. */
  z.strictObject({ type: z.literal('hostnames.repair') }),
  /** Of several forwards that want this name, this one is to have it. */
  z.strictObject({ type: z.literal('hostnames.prefer'), name: z.string().min(1).max(253), id: key }),
  z.strictObject({ type: z.literal('settings.change'), settings: SettingsChange }),
  z.strictObject({ type: z.literal('problem.dismiss'), key }),
  z.strictObject({ type: z.literal('window.show') }),
  z.strictObject({ type: z.literal('log.show') }),
  z.strictObject({ type: z.literal('quit') }),
]);
export type Command = z.infer<typeof Command>;
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Accepted or refused, never data and never state: what came of it arrives by the session channel. */
export type Ack = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };
