import type { Language } from './language.ts';
import type { WithoutKeyStore } from './key-store.ts';
import type { Restore } from './restore-policies.ts';

/** Every setting; their schema stands in `settings-schema.ts`, so that the window needs no schema library. */
export type Settings = {
  /** Follows the system unless the user chooses. */
  readonly theme: 'system' | 'light' | 'dark';
  /** Follows the system unless the user chooses. */
  readonly language: 'system' | Language;
  /** What happens at launch to forwards that were on, unless one has a choice of its own or is production. */
  readonly restore: Restore;
  /** Whole words in the name of a project, or in a tag, that mean production. */
  readonly productionPatterns: readonly string[];
  /** Started when the user logs in, without a window. */
  readonly launchAtLogin: boolean;
  /** What nobody can see is told by the system's notifications. */
  readonly notifications: boolean;
  /** How long a forward may be lost before that is told. */
  readonly noticeAfterSeconds: number;
  /** What the window's close button does. */
  readonly closeAction: 'ask' | 'hide' | 'quit';
  /** How tokens are kept on a computer without a key store. */
  readonly withoutKeyStore: WithoutKeyStore;
  /** After how many seconds a copied secret is taken out of the clipboard; 0 means never. */
  readonly clipboardSeconds: number;
  /** Keys that show and hide the window from anywhere, in Electron's words; empty: none. */
  readonly globalShortcut: string;
  /** Programs of this user may ask to steer the app. */
  readonly localControl: boolean;
  /** For every account that has none of its own; empty: that of the environment or the system. Never with a login. */
  readonly proxy: string;
  /** PEM; trusted for every account besides what this computer trusts. */
  readonly ca: string;
};

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  restore: 'always',
  productionPatterns: ['prod', 'production', 'live'],
  launchAtLogin: false,
  notifications: true,
  noticeAfterSeconds: 15,
  closeAction: 'ask',
  withoutKeyStore: 'run',
  clipboardSeconds: 60,
  globalShortcut: '',
  localControl: true,
  proxy: '',
  ca: '',
};
