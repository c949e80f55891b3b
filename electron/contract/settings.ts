/** Every setting; their schema stands in `settings-schema.ts`, so that the window needs no schema library. */
export type Settings = {
  /** Follows the system unless the user chooses. */
  readonly theme: 'system' | 'light' | 'dark';
  /** Wished forwards are opened again when the app starts. */
  readonly reconnectAtLaunch: boolean;
  /** What the window's close button does. */
  readonly closeAction: 'ask' | 'hide' | 'quit';
};

export const defaultSettings: Settings = { theme: 'system', reconnectAtLaunch: true, closeAction: 'ask' };
