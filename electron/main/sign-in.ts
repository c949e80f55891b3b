import { homedir } from 'node:os';
import { app, shell } from 'electron';
import type { Log } from '../base/log.ts';
import { proxyAt, proxyName, type ProxyResolver } from '../base/proxy.ts';
import { Failure } from '../contract/failure.ts';
import { plainLine } from '../contract/plain-line.ts';
import {
  CliConfigError,
  cliConfigFile,
  readCliConfig,
  removeCliToken,
  type CliContext,
} from '../northflank/cli-config.ts';
import { describeCertificates, normaliseHost } from '../northflank/host.ts';
import type { Accounts } from '../session/accounts.ts';
import type { AppDeeds } from '../session/commands/app-commands.ts';
import type { SignInDeeds } from '../session/commands/sign-in-commands.ts';
import { createWays } from '../session/sign-in-way.ts';
import { askWay } from '../shell/ask-way.ts';

type Parts = { readonly accounts: Accounts; readonly proxy: ProxyResolver; readonly log: Log };

/** With a list of all registrable domains, 340 KB: few starts sign in. */
const browserLogin = () => [import('../northflank/browser-login.ts'), import('../northflank/login-page.ts')] as const;

/** The ways to sign in, as the commands for them need it. */
export function openSignIn({ accounts, proxy, log }: Parts): SignInDeeds & Pick<AppDeeds, 'allowNetwork'> {
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

  const ways = createWays({
    login: (id) => accounts.login(id),
    loginsAt: (host) => accounts.loginsAt(host),
    normaliseHost,
    ask: ({ host, ca, proxy: own, page }, whose, signal) =>
      askWay(
        {
          host: normaliseHost(host),
          whose: typeof whose === 'string' ? whose : { login: plainLine(whose.login) },
          page,
          proxy: own ? proxyName(own) : undefined,
          certificates: ca ? describeCertificates(ca, host) : [],
        },
        signal,
      ),
  });

  let changing = new AbortController();
  return {
    allowNetwork: async (network) => {
      changing.abort(new Failure('way-refused'));
      changing = new AbortController();
      await ways.allow({ host: '', ...network }, 'all', changing.signal);
    },

    signIn: async (given, signal) => {
      const request = await ways.complete(given);
      await ways.allowPasted(request, signal);
      await accounts.signIn(request, signal);
    },

    signInFound: async ({ name, host, token }, details, signal) => {
      const request = await ways.complete({ ...details, host, token });
      await ways.allow(request, { login: name }, signal);
      await accounts.signIn(request, signal);
    },

    askBrowser: async (request, onWaiting, signal) => {
      const { host, ca, proxy: own } = await ways.complete(request);
      await ways.allow({ host, ca, proxy: own }, 'browser', signal);
      const [{ loginByBrowser }, { isOfHost }] = await Promise.all(browserLogin());
      return loginByBrowser(
        {
          host,
          ca,
          proxy: own === undefined ? proxy : proxyAt(own),
          userAgent: `Portside/${app.getVersion()}`,
          log: log.child('browser-login'),
          openPage: async (url) => {
            const page = isOfHost(url, normaliseHost(host)) ? undefined : new URL(url).host;
            await ways.allow({ host, page }, 'browser', signal);
            await shell.openExternal(url);
          },
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
        const { contexts, isShared } = readCliConfig(file);
        const login = contexts.flatMap(usable).find((each) => each.name === name && each.host === host);
        return login && { ...login, isShared };
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
