import { z } from 'zod';
import { key } from './shapes.ts';

/** Main looks the text up in its own state and writes the clipboard; the window never names what is copied or opened. */
export const copyCommands = [
  z.strictObject({ type: z.literal('copy.address'), tunnelId: key }),
  /** One line for each open port of these forwards. */
  z.strictObject({ type: z.literal('copy.addresses'), ids: z.array(key).max(10_000) }),
  z.strictObject({ type: z.literal('copy.hostname'), tunnelId: key, hostname: z.string().max(253) }),
  /** The lines that a user may add to the hosts file by hand. */
  z.strictObject({ type: z.literal('copy.hosts-lines') }),
  z.strictObject({ type: z.literal('open.address'), tunnelId: key }),
] as const;
