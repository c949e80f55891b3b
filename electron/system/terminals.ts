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

const MAC_FOLDERS = [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/opt/local/bin',
  // Where Homebrew keeps clients that come without their server, and links nothing.
  ...['/opt/homebrew', '/usr/local'].flatMap((root) => [`${root}/opt/libpq/bin`, `${root}/opt/mysql-client/bin`]),
  '/Applications/Postgres.app/Contents/Versions/latest/bin',
];
const LINUX_FOLDERS = ['/usr/local/bin', '/usr/bin', '/snap/bin', '/home/linuxbrew/.linuxbrew/bin'];

/** Where clients are besides the `PATH` of this program, which is a short one where a desktop has started it. */
export function clientFolders({ platform, env }: Places): readonly string[] {
  if (platform === 'darwin') return MAC_FOLDERS;
  if (platform === 'win32') return [];
  return [...LINUX_FOLDERS, ...(env['HOME'] === undefined ? [] : [`${env['HOME']}/.local/bin`])];
}

/** A program's file names: Windows tells what can be run by the name. */
export const fileNamesOf = (name: string, platform: NodeJS.Platform): readonly string[] =>
  platform === 'win32' ? [`${name}.exe`, `${name}.cmd`, `${name}.bat`] : [name];

const INSTALL: Readonly<Record<string, Readonly<Partial<Record<NodeJS.Platform, string>>>>> = {
  psql: {
    darwin: 'brew install libpq',
    linux: 'sudo apt install postgresql-client',
    win32: 'winget install PostgreSQL.PostgreSQL.17',
  },
  mysql: {
    darwin: 'brew install mysql-client',
    linux: 'sudo apt install default-mysql-client',
    win32: 'winget install Oracle.MySQL',
  },
  'redis-cli': { darwin: 'brew install redis', linux: 'sudo apt install redis-tools' },
  mongosh: { darwin: 'brew install mongosh', win32: 'winget install MongoDB.Shell' },
  mc: { darwin: 'brew install minio-mc', win32: 'winget install MinIO.Client' },
};

/** A line that brings the client to this system, where there is a usual one. */
export const installLine = (name: string, platform: NodeJS.Platform): string | undefined => INSTALL[name]?.[platform];

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
