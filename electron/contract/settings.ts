import { z } from 'zod';

const shape = {
  /** Follows the system unless the user chooses. */
  theme: z.enum(['system', 'light', 'dark']),
  /** Wished forwards are opened again when the app starts. */
  reconnectAtLaunch: z.boolean(),
};

/** Every setting with its default. A value that does not fit is replaced by its default alone; see `session/saved.ts`. */
export const settingsShape = {
  theme: shape.theme.default('system'),
  reconnectAtLaunch: shape.reconnectAtLaunch.default(true),
};

/** Some settings. Made without the defaults: those would be filled in for all that is not given, and reset it. */
export const SettingsChange = z.strictObject(shape).partial();

export const Settings = z.object(settingsShape);
export type Settings = Readonly<z.infer<typeof Settings>>;

export const defaultSettings: Settings = Settings.parse({});
