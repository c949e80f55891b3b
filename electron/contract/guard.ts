import { z } from 'zod';
import { GUARDS } from './guard-levels.ts';

export { DEFAULT_GUARD } from './guard-levels.ts';

/**
 * Which requests to a forwarded HTTP port are answered here instead of there. `host`: those whose Host is none of our names
 * and addresses, as of a page that had its own name lead here (DNS rebinding), and WebSockets of pages of other sites, which
 * could read there. `strict`: also all else that a browser sends for a page of another site. `off`: none.
 */
export const Guard = z.enum(GUARDS);
export type Guard = z.infer<typeof Guard>;
