import { z } from 'zod';
import { certificates, key } from './shapes.ts';

const host = z.string().max(2048);
const advanced = {
  /** A known account: what is left out below stays as it was for it. */
  again: key.exactOptional(),
  /** Becomes part of keys and of paths. */
  teamId: z
    .string()
    .trim()
    .regex(/^[^/]{1,128}$/)
    .exactOptional(),
  ca: certificates.exactOptional(),
  /** May hold a password, so it is kept with the token. */
  proxy: z.string().trim().min(1).max(2048).exactOptional(),
};

export const signInCommands = [
  z.strictObject({
    type: z.literal('account.sign-in'),
    token: z
      .string()
      .trim()
      .min(1)
      .max(16 * 1024),
    host,
    ...advanced,
  }),
  /** In the user's browser; a newer sign-in of any kind replaces it. */
  z.strictObject({ type: z.literal('account.sign-in-browser'), host, ...advanced }),
  /** By a login of the official command line, named as in `cliLogins`. */
  z.strictObject({ type: z.literal('account.sign-in-cli'), name: z.string().max(1024), host, ...advanced }),
  z.strictObject({ type: z.literal('account.sign-in-cancel') }),
  /** Reads the logins of the official command line anew. */
  z.strictObject({ type: z.literal('cli-logins.list') }),
  /** Takes the token that was just imported out of the command line's file. */
  z.strictObject({ type: z.literal('cli-logins.forget') }),
] as const;
