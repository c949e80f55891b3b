import { z } from 'zod';

/** Every setting with its default. A value that does not fit is replaced by its default alone; see `session/saved.ts`. */
export const settingsShape = {
  /** Follows the system unless the user chooses. */
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Wished forwards are opened again when the app starts. */
  reconnectAtLaunch: z.boolean().default(true),
};

export const Settings = z.object(settingsShape);
export type Settings = Readonly<z.infer<typeof Settings>>;

export const defaultSettings: Settings = Settings.parse({});
