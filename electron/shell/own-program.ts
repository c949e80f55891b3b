import { app } from 'electron';

/**
 * The AppImage that this program runs from. Only where it lies in that mount: a terminal inside another AppImage hands its
 * variables on, and that program must not be started in our name.
 */
export function ownImage(): string | undefined {
  const { APPDIR, APPIMAGE } = process.env;
  const isInImage = APPDIR !== undefined && process.execPath.startsWith(`${APPDIR}/`);
  return process.platform === 'linux' && app.isPackaged && isInImage ? APPIMAGE : undefined;
}

/** What starts the app anew: what an AppImage mounts is gone with it. */
export const ownProgram = (): string => ownImage() ?? process.execPath;
