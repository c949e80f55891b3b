import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { autostartEntry, isSwitchedOff } from './autostart-file.ts';
import { isLeftOn } from './login-status.ts';
import { ownProgram } from './own-program.ts';

export type LoginItem = {
  /** False where the user switched it off in the system's own settings. */
  readonly isAllowed: () => boolean;
  /** Makes it so; also mends an entry that leads to where the app was before. Throws where the system refuses. */
  readonly set: (on: boolean) => void;
};

const HIDDEN = '--hidden';

const command = (): readonly string[] => [ownProgram(), ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN];

function autostartFolder(): LoginItem {
  const config = process.env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config');
  const file = path.join(config, 'autostart', 'portside.desktop');
  const read = (): string | undefined => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
  return {
    isAllowed: () => !isSwitchedOff(read() ?? ''),
    set(on) {
      if (!on) {
        rmSync(file, { force: true });
        return;
      }
      const entry = autostartEntry(command());
      if (read() === entry) return;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, entry);
    },
  };
}

/** Electron's own, for macOS and Windows. Only the installed app is put there, since it would start Electron itself. */
const systemSetting: LoginItem = {
  isAllowed: () => !app.isPackaged || isLeftOn(app.getLoginItemSettings({ args: [HIDDEN] }), process.platform),
  set(on) {
    // macOS tells its user of each registration, also of one that changes nothing.
    if (app.isPackaged && app.getLoginItemSettings({ args: [HIDDEN] }).openAtLogin !== on)
      app.setLoginItemSettings({ openAtLogin: on, args: [HIDDEN] });
  },
};

export function loginItem(): LoginItem {
  return process.platform === 'linux' ? autostartFolder() : systemSetting;
}

/** Started by the system at login, or told to: without a window. */
export function isStartedHidden(): boolean {
  if (process.argv.includes(HIDDEN)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
