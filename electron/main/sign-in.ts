import { homedir } from 'node:os';
import { app, shell } from 'electron';
import type { Log } from '../base/log.ts';
import { proxyAt, type ProxyResolver } from '../base/proxy.ts';
import { Failure } from '../contract/failure.ts';
import { loginByBrowser } from '../northflank/browser-login.ts';
import {
  CliConfigError,
  cliConfigFile,
  readCliConfig,
  removeCliToken,
  type CliContext,
} from '../northflank/cli-config.ts';
import { normaliseHost } from '../northflank/host.ts';
import type { Accounts } from '../session/accounts.ts';
import type { SignInDeeds, SignInDetails } from '../session/commands/sign-in-commands.ts';

type Parts = { readonly accounts: Accounts; readonly proxy: ProxyResolver; readonly log: Log };

/** The ways to sign in, as the commands for them need it. */
export function openSignIn({ accounts, proxy, log }: Parts): SignInDeeds {
  const file = cliConfigFile(homedir());
  /** As it is shown: the way to the user's folder is known to the user. */
  const shown = file.replace(homedir(), '~');

  /** One whose host cannot be used here is passed over. */
  const usable = ({ name, token, host = '' }: CliContext) => {
    try {
      return [{ name, token, file: shown, host: normaliseHost(host) }];
    } catch {
      return [];
    }
  };

  const unreadable = (error: unknown) => {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const reason = error instanceof CliConfigError ? error.message : `cannot be changed (${code})`;
    return new Failure('cli-config-unreadable', { args: { file: shown, reason }, cause: error });
  };

  /** What is left out is as it was for the account that signs in again; at another host nothing of it holds. */
  const complete = async <T extends SignInDetails & { readonly host: string }>({ again, ...request }: T) => {
    const known = again === undefined ? undefined : await accounts.login(again);
    if (!known || known.host !== normaliseHost(request.host)) return request;
    const { teamId, ca, proxy: way } = known;
    return { ...(teamId && { teamId }), ...(ca && { ca }), ...(way && { proxy: way }), ...request };
  };

  return {
    signIn: async (request, signal) => accounts.signIn(await complete(request), signal),

    askBrowser: async (request, onWaiting, signal) => {
      const { host, ca, proxy: own } = await complete(request);
      return loginByBrowser(
        {
          host,
          ca,
          proxy: own === undefined ? proxy : proxyAt(own),
          userAgent: `Portside/${app.getVersion()}`,
          log: log.child('browser-login'),
          openPage: (url) => shell.openExternal(url),
          onWaiting,
        },
        signal,
      );
    },

    listCliLogins: () => {
      try {
        const { current, contexts } = readCliConfig(file);
        const list = contexts.flatMap(usable).map(({ name, host }) => ({ name, host, isCurrent: name === current }));
        return { list };
      } catch (error) {
        return { list: [], problem: unreadable(error).problem };
      }
    },

    findCliLogin: (name, host) => {
      try {
        const logins = readCliConfig(file).contexts.flatMap(usable);
        return logins.find((each) => each.name === name && each.host === host);
      } catch (error) {
        throw unreadable(error);
      }
    },

    forgetCliLogin: async (found) => {
      try {
        return await removeCliToken(file, found);
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}
