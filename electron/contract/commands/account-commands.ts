import { z } from 'zod';
import { certificates, key } from './shapes.ts';

export const accountCommands = [
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
] as const;
