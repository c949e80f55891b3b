import { app } from 'electron';
import { imageOf } from '../base/own-program.ts';

/** The AppImage that this program runs from. */
const ownImage = (): string | undefined => (app.isPackaged ? imageOf(process) : undefined);

/** What starts the app anew: what an AppImage mounts is gone with it. */
export const ownProgram = (): string => ownImage() ?? process.execPath;
