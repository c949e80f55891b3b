import { accountText } from './en/account.ts';
import { activityText } from './en/activity.ts';
import { catalogText } from './en/catalog.ts';
import { controlText } from './en/control.ts';
import { desktopText } from './en/desktop.ts';
import { doctorText } from './en/doctor.ts';
import { forwardsText } from './en/forwards.ts';
import { groupsText } from './en/groups.ts';
import { guardText, hostnamesText } from './en/hostnames.ts';
import { inspectorText } from './en/inspector.ts';
import { clipboardText, kitText } from './en/kit.ts';
import { paletteText } from './en/palette.ts';
import { projectsText } from './en/projects.ts';
import { settingsText } from './en/settings.ts';
import { windowText } from './en/window.ts';

import { german } from './de/german.ts';
import type { InEach } from '../../electron/contract/language.ts';
import { language } from './language.ts';

/**
 * Every word of the window except those for problems, which stand in the contract because tray and notices share them.
 * Another language is another folder of the same files.
 */
const english = {
  app: 'Portside',
  ...accountText,
  ...projectsText,
  ...catalogText,
  ...forwardsText,
  hostnames: hostnamesText,
  guard: guardText,
  groups: groupsText,
  kit: kitText,
  inspector: inspectorText,
  clipboard: clipboardText,
  ...settingsText,
  ...desktopText,
  ...controlText,
  ...activityText,
  ...doctorText,
  ...paletteText,
  ...windowText,
} as const;

/** Checked by TypeScript: each language has the words of all others. */
export const WINDOW_WORDS: InEach<typeof english> = { en: english, de: german };

export const text = WINDOW_WORDS[language];
