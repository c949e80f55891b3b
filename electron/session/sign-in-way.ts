import type { AccountId } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import type { Login } from './accounts.ts';
import type { SignInDetails } from './commands/sign-in-commands.ts';

/** Where a token would go that the page does not know; more than a host is there only where it is not the ordinary way. */
export type Way = {
  /** As typed; empty where it is about all of them. */
  readonly host: string;
  /** PEM text. */
  readonly ca?: string | undefined;
  readonly proxy?: string | undefined;
  /** Host of a login page that is not the API's own. */
  readonly page?: string | undefined;
};

/** Of a login of the command line by its name, of the browser, pasted where an account at this host is known already, or all. */
export type Whose = { readonly login: string } | 'browser' | 'known' | 'all';

type Parts = {
  readonly login: (id: AccountId) => Promise<Login | undefined>;
  /** Of all accounts at this host. */
  readonly loginsAt: (host: string) => Promise<readonly Login[]>;
  readonly normaliseHost: (host: string) => string;
  /** Asks where the page can neither see nor click. */
  readonly ask: (way: Way, whose: Whose, signal: AbortSignal) => Promise<boolean>;
};

/** A page that asks on and on is not shown to the user any more in this run. */
const MOST_REFUSALS = 3;

/**
 * By which way a sign-in goes. The page names it, and a page that was taken over names its own: with a proxy and a
 * certificate of its choice it would be told a token that it cannot read otherwise (docs/decisions/0045).
 */
export function createWays({ login, loginsAt, normaliseHost, ask }: Parts) {
  let refusals = 0;
  /** What the user has said yes to in this run, so that one sign-in asks once. */
  const allowed = new Set<string>();

  /** Resolves where the way is the ordinary one, or the user wants it. What the page made the app remember is asked about too. */
  async function allow(way: Way, whose: Whose, signal: AbortSignal): Promise<void> {
    if (!way.ca && !way.proxy && !way.page) return;
    const key = JSON.stringify([normaliseHost(way.host), way.ca, way.proxy, way.page]);
    if (allowed.has(key)) return;
    const isAllowed = refusals < MOST_REFUSALS && (await ask(way, whose, signal));
    signal.throwIfAborted();
    if (!isAllowed) {
      refusals += 1;
      throw new Failure('way-refused');
    }
    allowed.add(key);
  }

  return {
    allow,

    /**
     * For a token that the page knows. Whoever answers by that way says whose it is, and so could take the place of an account
     * that is there, with all its forwards: another way to a host than those to its accounts is asked about.
     */
    async allowPasted(way: Way, signal: AbortSignal): Promise<void> {
      const known = await loginsAt(normaliseHost(way.host));
      const isKnown = ({ ca, proxy }: Login) => (ca ?? '') === (way.ca ?? '') && (proxy ?? '') === (way.proxy ?? '');
      if (known.length > 0 && !known.some(isKnown)) await allow(way, 'known', signal);
    },

    /** What is left out is as it was for the account that signs in again; at another host nothing of it holds. */
    async complete<T extends SignInDetails & { readonly host: string }>({ again, ...request }: T) {
      const known = again === undefined ? undefined : await login(again);
      if (!known || known.host !== normaliseHost(request.host)) return request;
      const { teamId, ca, proxy } = known;
      return { ...(teamId && { teamId }), ...(ca && { ca }), ...(proxy && { proxy }), ...request };
    },
  };
}
