import { posix, win32 } from 'node:path';

/** Where the helper works: from the system alone, never from a message, an argument or a variable of its environment. */
export type HelperPlaces = {
  readonly platform: NodeJS.Platform;
  readonly hostsFile: string;
  /** Backups and the audit log; only who has all rights may write there. */
  readonly stateDirectory: string;
  /** Windows' own programs. */
  readonly systemDirectory: string;
};

const USUAL_WINDOWS = 'C:\\Windows\\System32';

/**
 * Windows' folder by the library that every process has loaded from there. `%SystemRoot%` would say the same, unless the
 * user, who may set variables for programs that then run with more rights, says otherwise.
 */
export function systemDirectory(loaded: readonly string[]): string {
  const library = loaded.find((path) => /^[a-z]:\\[^:]*\\system32\\ntdll\.dll$/i.test(path));
  return library?.slice(0, library.lastIndexOf('\\')) ?? USUAL_WINDOWS;
}

export function placesOf(platform: NodeJS.Platform, loaded: readonly string[]): HelperPlaces {
  const system = systemDirectory(loaded);
  if (platform === 'win32') {
    const folder = `${system}\\drivers\\etc`;
    return { platform, hostsFile: `${folder}\\hosts`, stateDirectory: `${folder}\\portside`, systemDirectory: system };
  }
  const stateDirectory = platform === 'darwin' ? '/Library/Application Support/Portside' : '/var/lib/portside';
  return { platform, hostsFile: '/etc/hosts', stateDirectory, systemDirectory: system };
}

/** Where only those may write who may write the hosts file: a journal that lies there is believed. */
export const backupIn = ({ platform, stateDirectory }: Pick<HelperPlaces, 'platform' | 'stateDirectory'>): string =>
  (platform === 'win32' ? win32 : posix).join(stateDirectory, 'backup');

type Reporter = { excludeNetwork?: boolean; readonly getReport: () => object };

/**
 * The libraries that this process has loaded. Without the network: a report looks up the name of each end of each socket,
 * one after the other, and nothing else happens for that long. Older versions of Node do not know the wish.
 */
export function loadedLibraries(report: Reporter): readonly string[] {
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    const { sharedObjects } = report.getReport() as { readonly sharedObjects?: unknown };
    return Array.isArray(sharedObjects) ? sharedObjects.filter((path) => typeof path === 'string') : [];
  } finally {
    if (before !== undefined) report.excludeNetwork = before;
  }
}

let places: HelperPlaces | undefined;

/** Those of the machine that this runs on; looked for once, since that takes time. */
export function machinePlaces(): HelperPlaces {
  const { platform, report } = process;
  return (places ??= placesOf(platform, platform === 'win32' && report ? loadedLibraries(report) : []));
}
