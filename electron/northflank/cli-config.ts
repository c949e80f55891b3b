import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { renameFirmly } from '../base/rename.ts';

/** A login of the official command line, as it stands in its file. `host` is absent where it is Northflank's own. */
export type CliContext = {
  readonly name: string;
  readonly token: string;
  readonly host?: string;
  readonly tokenScope?: unknown;
  readonly project?: unknown;
  readonly service?: unknown;
};

export type CliConfig = {
  readonly current?: unknown;
  readonly contexts: readonly CliContext[];
  /** Its mode lets other users of the computer read it; Windows has none. */
  readonly isShared: boolean;
};

const [OTHERS_READ, OTHERS_WRITE] = [0o004, 0o002];

/** Says what is wrong with the file, and never what stands in it: it holds tokens. */
export class CliConfigError extends Error {
  override readonly name = 'CliConfigError';
  /** Of the system; absent where the content is wrong. */
  readonly code: string | undefined;

  constructor(reason: string, code?: string) {
    super(reason);
    this.code = code;
  }
}

/** Where the official command line keeps its logins, also on Windows. */
export const cliConfigFile = (home: string): string => join(home, '.northflank', 'config.json');

function isContext(value: unknown): value is CliContext {
  const { name, token, host } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isHost = host === undefined || typeof host === 'string';
  return typeof name === 'string' && typeof token === 'string' && token !== '' && isHost;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the file.
    throw new CliConfigError('is not valid JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CliConfigError('is not valid JSON');
}

/**
 * Its text, and whether others may read it. Who may write it could put another host beside the token, to which that would
 * then be sent: such a file is not read at all.
 */
function readOwn(file: string): { readonly text: string; readonly isShared: boolean } {
  const descriptor = openSync(file, 'r');
  try {
    const me = process.getuid?.();
    const { uid, mode } = fstatSync(descriptor);
    if (me !== undefined && me !== 0 && uid !== me) throw new CliConfigError('belongs to another user');
    if (me !== undefined && (mode & OTHERS_WRITE) !== 0) throw new CliConfigError('can be changed by other users');
    return { text: readFileSync(descriptor, 'utf8'), isShared: me !== undefined && (mode & OTHERS_READ) !== 0 };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The logins that have a token; entries of another shape are passed over, and no file is no login. Throws a
 * `CliConfigError`. Read anew at each use, so that a token renewed by the command line counts at once.
 */
export function readCliConfig(file: string): CliConfig {
  let found: ReturnType<typeof readOwn>;
  try {
    found = readOwn(file);
  } catch (error) {
    if (error instanceof CliConfigError) throw error;
    const { code = 'error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { contexts: [], isShared: false };
    throw new CliConfigError(`cannot be read (${code})`, code);
  }
  const { current, contexts } = parse(found.text);
  const { isShared } = found;
  return { current, contexts: (Array.isArray(contexts) ? contexts : []).filter(isContext), isShared };
}

/** Beside the file and then in its place, so that there is never half of one. Mode and owner stay. */
async function replace(file: string, text: string): Promise<void> {
  // A link, as of a folder of dotfiles, stays one.
  const target = await realpath(file);
  const { mode, uid, gid } = await stat(target);
  const beside = `${target}.${randomUUID()}.tmp`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode & 0o777);
    if (process.getuid?.() === 0) await handle.chown(uid, gid);
    await handle.sync();
    await handle.close();
    await renameFirmly(beside, target);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Takes this token out of the file and leaves everything else as it is, also what nobody here knows. The command line then
 * says that the context has no token, and takes a new one. False where no context of this name holds this token any more.
 */
export async function removeCliToken(
  file: string,
  { name, token }: Pick<CliContext, 'name' | 'token'>,
): Promise<boolean> {
  const config = parse(await readFile(file, 'utf8'));
  let found = false;
  const strip = (context: unknown): unknown => {
    if (!isContext(context) || context.name !== name || context.token !== token) return context;
    found = true;
    const { token: _, ...rest } = context;
    return rest;
  };
  const contexts = Array.isArray(config['contexts']) ? config['contexts'].map(strip) : config['contexts'];
  // Tab-indented as the command line writes it.
  if (found) await replace(file, JSON.stringify({ ...config, contexts }, undefined, '\t'));
  return found;
}
