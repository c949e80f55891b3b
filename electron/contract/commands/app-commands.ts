import { z } from 'zod';
import { SettingsChange } from '../settings-schema.ts';
import { key } from './shapes.ts';

export const appCommands = [
  z.strictObject({ type: z.literal('settings.change'), settings: SettingsChange }),
  /** Every setting as it is in a new app. Wishes, addresses and accounts stay. */
  z.strictObject({ type: z.literal('settings.reset') }),
  z.strictObject({ type: z.literal('problem.dismiss'), key }),
  z.strictObject({ type: z.literal('log.show') }),
] as const;
