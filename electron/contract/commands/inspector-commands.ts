import { z } from 'zod';
import { key } from './shapes.ts';

const requestId = z.number().int().positive();

export const inspectorCommands = [
  /** Keeps requests to the forward's HTTP ports from now on, in memory; off forgets them. Never saved. */
  z.strictObject({ type: z.literal('inspector.set'), id: key, on: z.boolean() }),
  /** Whose requests the window shows from now on; nobody's without an id. */
  z.strictObject({ type: z.literal('inspector.watch'), id: key.exactOptional() }),
  /** Puts the details of this one into the state, without its secrets; takes them out without an id. */
  z.strictObject({ type: z.literal('inspector.look'), requestId: requestId.exactOptional() }),
  /** Sends it again, with its secrets, through the forward. */
  z.strictObject({ type: z.literal('inspector.replay'), requestId }),
  /** `real`: with its secrets, and the clipboard is cleared after a while. */
  z.strictObject({ type: z.literal('inspector.copy'), requestId, real: z.boolean().exactOptional() }),
  z.strictObject({ type: z.literal('inspector.export'), id: key }),
  z.strictObject({ type: z.literal('inspector.clear'), id: key }),
] as const;
