import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOwnFile } from './own-file.ts';
import type { World } from './world.ts';

/** Where programs of this user keep their settings. */
function configHome({ env, home }: Pick<World, 'env' | 'home'>, platform: NodeJS.Platform): string {
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

/** The app's own folder; `PORTSIDE_DATA` names another one. */
export function appDirectory(world: Pick<World, 'env' | 'home'>, platform = process.platform): string {
  return world.env['PORTSIDE_DATA'] || join(configHome(world, platform), 'Portside');
}

/** What the app has let this command line do, one token for each app folder and name of a client. */
export function openTokens(world: Pick<World, 'env' | 'home'>, platform = process.platform) {
  const folder = join(configHome(world, platform), 'portside-cli');
  const file = join(folder, 'tokens.json');
  const read = (): Record<string, unknown> => {
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
      // None yet, or none that can be read: the user is asked once more.
      return {};
    }
  };
  const keyOf = (directory: string, name: string) => `${directory}\n${name}`;
  return {
    of(directory: string, name: string): string | undefined {
      const token = read()[keyOf(directory, name)];
      return typeof token === 'string' ? token : undefined;
    },
    keep(directory: string, name: string, token: string): void {
      writeOwnFile(file, `${JSON.stringify({ ...read(), [keyOf(directory, name)]: token })}\n`);
    },
  };
}
