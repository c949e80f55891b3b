import { readFileSync } from 'node:fs';
import { mountOf } from '../base/own-program.ts';

/** Where the scripts that start the command put what Electron takes out of the environment of a package. */
const CARRIED = /^PORTSIDE_GIVEN_(NODE_[A-Z_]+)$/;
const OF_SCRIPT = /^PORTSIDE_GIVEN_/;

const IMAGE_LISTS: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR']);

type Environment = Readonly<NodeJS.ProcessEnv>;

/** The block of `/proc/self/environ`. */
function parse(block: string): Environment {
  const lines = block.split('\0').filter((line) => line.indexOf('=') > 0);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** An AppImage puts folders of its own before those of the user, with libraries that are for its program alone. */
function withoutImage(given: Environment, execPath: string): Environment {
  const mount = mountOf({ execPath, env: given });
  if (mount === undefined) return given;
  const kept = Object.entries(given).flatMap(([name, value = '']) => {
    if (!IMAGE_LISTS.has(name)) return [[name, value] as const];
    const left = value.split(':').filter((each) => each !== mount && !each.startsWith(`${mount}/`));
    return left.length > 0 ? [[name, left.join(':')] as const] : [];
  });
  return Object.fromEntries(kept);
}

/**
 * The variables as the user gave them. Electron adds some of its own and, in a package, takes out `NODE_OPTIONS` and
 * `NODE_EXTRA_CA_CERTS`; what a command starts for its user gets neither. The kernel of Linux keeps what was given;
 * elsewhere the script that starts the command hands it over under other names.
 */
export function givenEnvironment(
  { env, execPath }: Pick<NodeJS.Process, 'env' | 'execPath'>,
  block: string | undefined,
): Environment {
  const given = withoutImage(block ? parse(block) : env, execPath);
  const carried = Object.entries(given).flatMap(([name, value]) => {
    const [, own] = CARRIED.exec(name) ?? [];
    return own !== undefined && value ? [[own, value] as const] : [];
  });
  const plain = Object.entries(given).filter(([name]) => !OF_SCRIPT.test(name));
  return Object.fromEntries([...plain, ...carried]);
}

/** What this program was started with, where the system keeps it. */
export function givenBlock(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync('/proc/self/environ', 'utf8');
  } catch {
    return undefined;
  }
}
