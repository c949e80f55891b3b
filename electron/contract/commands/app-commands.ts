import { z } from 'zod';
import { SettingsChange } from '../settings-schema.ts';
import { key } from './shapes.ts';

export const appCommands = [
  z.strictObject({ type: z.literal('settings.change'), settings: SettingsChange }),
  z.strictObject({ type: z.literal('problem.dismiss'), key }),
  z.strictObject({ type: z.literal('window.show') }),
  z.strictObject({ type: z.literal('log.show') }),
  z.strictObject({ type: z.literal('quit') }),
] as const;
