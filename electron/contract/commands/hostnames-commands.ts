import { z } from 'zod';
import { key } from './shapes.ts';

export const hostnamesCommands = [
  /** Wishes for names or takes the wish back; never opens the system's prompt. */
  z.strictObject({ type: z.literal('hostnames.set'), on: z.boolean() }),
  /** The user is ready for the system's prompt, or wants what failed to be tried again. */
  z.strictObject({ type: z.literal('hostnames.allow') }),
  /** Takes out what others left in the hosts file; opens the prompt if that needs rights. */
  z.strictObject({ type: z.literal('hostnames.repair') }),
  /** Of several forwards that want this name, this one is to have it. */
  z.strictObject({ type: z.literal('hostnames.prefer'), name: z.string().min(1).max(253), id: key }),
] as const;
