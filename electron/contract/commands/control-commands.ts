import { z } from 'zod';
import { key } from './shapes.ts';

export const controlCommands = [
  /** Lets a waiting program in with these scopes of those it asked for; none refuses it. */
  z.strictObject({
    type: z.literal('control.answer'),
    id: key,
    scopes: z.array(z.enum(['read', 'toggle', 'secrets'])).max(3),
  }),
  /** Ends what the program does now, and its token. */
  z.strictObject({ type: z.literal('control.revoke'), id: key }),
] as const;
