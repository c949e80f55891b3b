/** How a terminal is given a program to run: the words between it and the program. */
const LINUX: readonly (readonly [name: string, ...words: string[]])[] = [
  ['x-terminal-emulator', '-e'],
  ['ptyxis', '--'],
  ['gnome-terminal', '--'],
  ['kgx', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['kitty'],
  ['alacritty', '-e'],
  ['wezterm', 'start', '--'],
  ['foot'],
  ['xterm', '-e'],
];

export const LINUX_TERMINALS: readonly string[] = LINUX.map(([name]) => name);

/** Arguments for one of `LINUX_TERMINALS` to run a script. They are seen by all, so the script's path is all they hold. */
export function terminalArguments(name: string, script: string): readonly string[] {
  const [, ...words] = LINUX.find(([each]) => each === name) ?? [name];
  return [...words, '/bin/sh', script];
}

/** Typographic quotes end a text as the straight one does. */
const quote = (text: string) => `'${text.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`;

/** Windows PowerShell puts quotes around a word with spaces, and leaves those within it to end the word. */
const native = (text: string) =>
  text === ''
    ? '""'
    : text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/\\+$/, (all) => (/\s/.test(text) ? all + all : all));

/** By its full path: a name alone is first looked for in the folder that the app was started in. */
export const powershellIn = (systemDirectory: string): string =>
  `${systemDirectory}\\WindowsPowerShell\\v1.0\\powershell.exe`;

/** For PowerShell, as `-EncodedCommand`: no quote of another program comes in between. Secrets come by the environment. */
export function powershellArguments(argv: readonly string[]): readonly string[] {
  const [program = '', ...args] = argv;
  const line = `& ${[program, ...args.map(native)].map(quote).join(' ')}`;
  return ['-NoLogo', '-NoExit', '-EncodedCommand', Buffer.from(line, 'utf16le').toString('base64')];
}

type Places = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Where DBeaver is installed, by system; the first that is there counts. Names without a path are looked for in PATH. */
export function dbeaverPlaces({ platform, env }: Places): readonly string[] {
  if (platform === 'darwin') {
    const app = 'Applications/DBeaver.app/Contents/MacOS/dbeaver';
    return [`/${app}`, ...(env['HOME'] === undefined ? [] : [`${env['HOME']}/${app}`])];
  }
  if (platform === 'win32') {
    return ['LOCALAPPDATA', 'ProgramFiles', 'ProgramW6432'].flatMap((name) =>
      env[name] === undefined ? [] : [`${env[name]}\\DBeaver\\dbeaver.exe`],
    );
  }
  return ['dbeaver', 'dbeaver-ce', '/usr/share/dbeaver-ce/dbeaver', '/snap/bin/dbeaver-ce', '/opt/dbeaver/dbeaver'];
}
