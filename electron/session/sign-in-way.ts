import type { AccountId } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import type { Login } from './accounts.ts';
import type { SignInDetails } from './commands/sign-in-commands.ts';

/** Where a token would go that the page does not know; more than a host is there only where it is not the ordinary way. */
export type Way = {
  /** As typed. */
  readonly host: string;
  /** PEM text. */
  readonly ca?: string | undefined;
  readonly proxy?: string | undefined;
  /** Host of a login page that is not the API's own. */
  readonly page?: string | undefined;
};

type Parts = {
  readonly login: (id: AccountId) => Promise<Login | undefined>;
  readonly normaliseHost: (host: string) => string;
  /** Asks where the page can neither see nor click. `whose` is the name of a login of the command line, absent for the browser's. */
  readonly ask: (way: Way, whose: string | undefined, signal: AbortSignal) => Promise<boolean>;
};

/** A page that asks on and on is not shown to the user any more in this run. */
const MOST_REFUSALS = 3;

/**
 * By which way a sign-in goes. The page names it, and a page that was taken over names its own: with a proxy and a
 * certificate of its choice it would be told a token that it cannot read otherwise (docs/decisions/0045).
 */
export function createWays({ login, normaliseHost, ask }: Parts) {
  let refusals = 0;
  return {
    /** What is left out is as it was for the account that signs in again; at another host nothing of it holds. */
    async complete<T extends SignInDetails & { readonly host: string }>({ again, ...request }: T) {
      const known = again === undefined ? undefined : await login(again);
      if (!known || known.host !== normaliseHost(request.host)) return request;
      const { teamId, ca, proxy } = known;
      return { ...(teamId && { teamId }), ...(ca && { ca }), ...(proxy && { proxy }), ...request };
    },

    /** Resolves where the way is the ordinary one, or the user wants it. What the page made the app remember is asked about too. */
    async allow(way: Way, whose: string | undefined, signal: AbortSignal): Promise<void> {
      if (!way.ca && !way.proxy && !way.page) return;
      const isAllowed = refusals < MOST_REFUSALS && (await ask(way, whose, signal));
      signal.throwIfAborted();
      if (isAllowed) return;
      refusals += 1;
      throw new Failure('way-refused');
    },
  };
}
