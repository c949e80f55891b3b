import { accountText } from './account.ts';
import { activityText } from './activity.ts';
import { catalogText } from './catalog.ts';
import { controlText } from './control.ts';
import { desktopText } from './desktop.ts';
import { doctorText } from './doctor.ts';
import { forwardsText } from './forwards.ts';
import { groupsText } from './groups.ts';
import { guardText, hostnamesText } from './hostnames.ts';
import { inspectorText } from './inspector.ts';
import { clipboardText, kitText } from './kit.ts';
import { paletteText } from './palette.ts';
import { projectsText } from './projects.ts';
import { settingsText } from './settings.ts';
import { windowText } from './window.ts';

/** As `english` in `text.ts`, which asks for its shape. */
export const german = {
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
