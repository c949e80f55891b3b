import { z } from 'zod';
import { key } from './shapes.ts';

/** More than any window shows at once. */
const MOST_ROWS = 200;

export const catalogCommands = [
  /** Read everything anew. */
  z.strictObject({ type: z.literal('catalog.refresh') }),
  /** Everything of one resource, its running instances too; it comes as state. */
  z.strictObject({ type: z.literal('catalog.look'), key }),
  /** One project anew; answered once that is done, and what came of it is state. */
  z.strictObject({ type: z.literal('catalog.read'), project: key }),
  /** What the window shows from now on: that is kept up to date before all else. */
  z.strictObject({
    type: z.literal('catalog.show'),
    project: key.exactOptional(),
    /** Rows that can be seen, from the top. */
    rows: z.array(key).max(MOST_ROWS),
    selected: key.exactOptional(),
  }),
] as const;
