import { readFileSync } from 'node:fs';
import { accountOf, type Account } from '../forwarding/account.ts';
import type { ContextProvider, Credentials } from '../forwarding/types.ts';
import {
  CliConfigError,
  cliConfigFile,
  readCliConfig,
  type CliConfig,
  type CliContext,
} from '../northflank/cli-config.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Where host and token come from, and what the context says besides. */
export type Login = {
  readonly source: ContextProvider | Credentials;
  readonly defaults: { readonly project?: string; readonly service?: string };
  /** PEM. */
  readonly ca?: string;
};

/**
 * Host and token: from the environment, else the current context of the official command line. Throws a `UsageError`
 * where there is none. What stands in the file is in no message: it holds the token.
 */
export function readLogin(
  world: World,
  { host, caFile, noDefaults }: { readonly host?: string; readonly caFile?: string; readonly noDefaults: boolean },
): Login {
  const { NORTHFLANK_API_TOKEN: token, NORTHFLANK_API_HOST, NORTHFLANK_CA_FILE } = world.env;
  const otherHost = host ?? (NORTHFLANK_API_HOST || undefined);
  const ca = readCa(caFile ?? NORTHFLANK_CA_FILE);
  if (token) return { source: { token, ...(otherHost && { host: otherHost }) }, defaults: {}, ...(ca && { ca }) };
  const current = currentOf(readConfig(world), world);
  const { project, service } = current;
  return {
    source: providerOf(world, current.name, otherHost),
    defaults: noDefaults
      ? {}
      : {
          ...(typeof project === 'string' && { project }),
          ...(typeof service === 'string' && { service }),
        },
    ...(ca && { ca }),
  };
}

/** Named by its host alone, so that a target has the same address however the token came. Throws a `Failure`. */
export function accountFor({ source, ca }: Login): Account {
  const account = accountOf(source, ca);
  return { ...account, id: new URL(account.host).host };
}

const configFile = ({ home }: World) => cliConfigFile(home);

/** Reads the file anew each time, so that a token renewed by `northflank context update-token` counts at once. */
function providerOf(world: World, name: string, host: string | undefined): ContextProvider {
  const loadContextWrapper = () => {
    const { contexts } = readConfig(world);
    const called = contexts.map(({ name, token, host: own }) => {
      const where = host ?? own;
      return { name, token, ...(where !== undefined && { host: where }) };
    });
    return { contexts: called };
  };
  return {
    getCurrentContext: () => loadContextWrapper().contexts.find((context) => context.name === name),
    loadContextWrapper,
  };
}

function readConfig(world: World): CliConfig {
  const file = configFile(world);
  try {
    return readCliConfig(file);
  } catch (error) {
    if (!(error instanceof CliConfigError)) throw error;
    if (error.code !== undefined) throw new UsageError(`${file} ${error.message}.${sudoHint(world)}`, { cause: error });
    throw new UsageError(`${file} ${error.message}. Log in again with "northflank login".`);
  }
}

function currentOf({ current, contexts }: CliConfig, world: World): CliContext {
  const found = contexts.find(({ name }) => name === current);
  if (found) return found;
  const ways = 'Set NORTHFLANK_API_TOKEN, or log in with "northflank login".';
  // Not "token: <file>": what stands behind such a word is taken for a secret and left out.
  throw new UsageError(`${configFile(world)} names no current context. ${ways}${sudoHint(world)}`);
}

/** Under sudo the home directory may be another one than the user's. */
function sudoHint({ env, home }: World): string {
  const { SUDO_USER: user } = env;
  if (!user) return '';
  return ` Under sudo the home directory is ${home}: to use the login of ${user}, run "sudo --preserve-env=HOME,PATH portside …".`;
}

function readCa(file: string | undefined): string | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The CA certificate ${file} cannot be read (${code}).`, { cause: error });
  }
}
