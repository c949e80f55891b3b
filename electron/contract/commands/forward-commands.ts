import { z } from 'zod';
import { Guard } from '../guard.ts';
import { key } from './shapes.ts';

export const forwardCommands = [
  z.strictObject({ type: z.literal('forward.set'), id: key, on: z.boolean() }),
  z.strictObject({ type: z.literal('forwards.set'), ids: z.array(key).max(10_000), on: z.boolean() }),
  z.strictObject({ type: z.literal('forward.retry'), id: key }),
  z.strictObject({ type: z.literal('forwards.stop-all') }),
  z.strictObject({ type: z.literal('forward.guard'), id: key, guard: Guard }),
] as const;
