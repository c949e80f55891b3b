import { app } from 'electron';
import type { About } from '../contract/about.ts';

export function about(): About {
  const { electron, chrome, node } = process.versions;
  const isSource = !app.isPackaged;
  return {
    version: app.getVersion(),
    isSource,
    electron,
    chromium: chrome,
    node,
    system: `${process.platform} ${process.arch}`,
  };
}
