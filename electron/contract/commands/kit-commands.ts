import { z } from 'zod';
import { KIT_FIELDS, KIT_FORMATS, KIT_OPENERS } from '../kit-formats.ts';
import { key } from './shapes.ts';

/** In pixels of the window's page. */
const edge = z.number().min(-10_000).max(100_000);

/** Main reads the credentials, writes the text and copies or opens it; no value of them ever comes up to the window. */
export const kitCommands = [
  z.strictObject({ type: z.literal('kit.copy'), tunnelId: key, format: z.enum(KIT_FORMATS) }),
  z.strictObject({ type: z.literal('kit.open'), tunnelId: key, with: z.enum(KIT_OPENERS) }),
  /** Main draws the value over this place of the window, until `kit.conceal` or for a few seconds. */
  z.strictObject({
    type: z.literal('kit.reveal'),
    tunnelId: key,
    field: z.enum(KIT_FIELDS),
    place: z.strictObject({ x: edge, y: edge, width: edge, height: edge }),
  }),
  z.strictObject({ type: z.literal('kit.conceal') }),
] as const;
