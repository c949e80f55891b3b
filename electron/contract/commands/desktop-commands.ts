import { z } from 'zod';
import { key } from './shapes.ts';

const Place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resource'), key }),
  z.strictObject({ kind: z.literal('profile'), id: key }),
  z.strictObject({ kind: z.literal('settings') }),
  z.strictObject({ kind: z.literal('sign-in'), accountId: key }),
]);

export const desktopCommands = [
  z.strictObject({ type: z.literal('window.show'), place: Place.exactOptional() }),
  /** The window is where it was asked to lead. */
  z.strictObject({ type: z.literal('window.arrived') }),
  /** Between the one narrow column and the size it had before. */
  z.strictObject({ type: z.literal('window.resize'), to: z.enum(['compact', 'large']) }),
  /** As its close button: hides, minimises, quits or asks, by setting and desktop. */
  z.strictObject({ type: z.literal('window.close') }),
  z.strictObject({ type: z.literal('question.answer'), answer: z.enum(['keep', 'quit', 'cancel']) }),
  /** Asks first where connections are open, unless the sender is sure. A second one while it asks is sure enough. */
  z.strictObject({ type: z.literal('quit'), sure: z.boolean().exactOptional() }),
] as const;
