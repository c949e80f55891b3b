import { z } from 'zod';
import { MAX_LINK } from '../link.ts';

export const linkCommands = [
  /** A link that the system handed over: leads there or proposes, and starts nothing. One character too many is refused in words. */
  z.strictObject({ type: z.literal('link.follow'), url: z.string().max(MAX_LINK + 1) }),
] as const;
