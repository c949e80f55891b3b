import type { AccountId } from '../../contract/catalog.ts';
import { Failure, toProblem } from '../../contract/failure.ts';
import { problem } from '../../contract/problem.ts';
import type { CliLogins, SignIn } from '../../contract/sign-in.ts';
import type { Ground, TableOf } from './table.ts';

/** What the advanced fields of the sign-in say. */
export type SignInDetails = {
  /** A known account: what is left out stays as it was for it. */
  readonly again?: AccountId;
  readonly teamId?: string;
  /** PEM text. */
  readonly ca?: string;
  readonly proxy?: string;
};

type SignInRequest = SignInDetails & {
  readonly token: string;
  /** As typed; empty means Northflank's own. */
  readonly host: string;
};

/** A login of the official command line with its token, and the file where it stands. */
export type CliFound = {
  readonly name: string;
  readonly host: string;
  readonly token: string;
  /** As it is shown. */
  readonly file: string;
  /** Other users of the computer may read it. */
  readonly isShared: boolean;
};

/** How an attempt goes is told by the commands below. All reject with a `Failure`, or with the signal's reason. */
export type SignInDeeds = {
  /** Proves the token, keeps it and dispatches `account-added`. */
  readonly signIn: (request: SignInRequest, signal: AbortSignal) => Promise<void>;
  /** The same with a token that the page does not know: the user has to allow a way that is not the ordinary one. */
  readonly signInFound: (found: CliFound, details: SignInDetails, signal: AbortSignal) => Promise<void>;
  /** Gets a token by the user's browser; `onWaiting` hears of the page's host once it is open. */
  readonly askBrowser: (
    request: Omit<SignInRequest, 'token'>,
    onWaiting: (page: string) => void,
    signal: AbortSignal,
  ) => Promise<Pick<SignInRequest, 'host' | 'token'>>;
  readonly listCliLogins: () => CliLogins;
  readonly findCliLogin: (name: string, host: string) => CliFound | undefined;
  /** False where its token is another one by now. */
  readonly forgetCliLogin: (found: CliFound) => Promise<boolean>;
};

const OFFER = 'cli-token-plain';

/** One attempt to sign in at a time: a newer one replaces it, in whatever way. */
export function signInCommands(
  { dispatch }: Ground,
  deeds: SignInDeeds,
): TableOf<
  | 'account.sign-in'
  | 'account.sign-in-browser'
  | 'account.sign-in-cli'
  | 'account.sign-in-cancel'
  | 'cli-logins.list'
  | 'cli-logins.forget'
> {
  let attempt: AbortController | undefined;
  let imported: CliFound | undefined;

  const tell = (signIn: SignIn) => dispatch({ type: 'sign-in', signIn });
  const list = () => dispatch({ type: 'cli-logins', logins: deeds.listCliLogins() });
  const cancel = () => {
    attempt?.abort(new Error('the sign-in was given up'));
    attempt = undefined;
  };

  const run = async (scope: string, begin: SignIn, job: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    cancel();
    const mine = new AbortController();
    attempt = mine;
    tell(begin);
    try {
      await job(mine.signal);
    } catch (error) {
      // Given up, or replaced by an attempt that tells for itself.
      if (attempt !== mine) return;
      attempt = undefined;
      tell({ state: 'failed', problem: toProblem(error, scope) });
      throw error;
    }
    if (attempt !== mine) return;
    attempt = undefined;
    tell({ state: 'idle' });
  };

  return {
    'account.sign-in': ({ type, ...request }) =>
      run(type, { state: 'checking' }, (signal) => deeds.signIn(request, signal)),

    'account.sign-in-browser': ({ type, ...request }) =>
      run(type, { state: 'browser', step: 'asking' }, async (signal) => {
        const onWaiting = (page: string) => {
          if (!signal.aborted) tell({ state: 'browser', step: 'waiting', page });
        };
        const granted = await deeds.askBrowser(request, onWaiting, signal);
        signal.throwIfAborted();
        tell({ state: 'checking' });
        await deeds.signIn({ ...request, ...granted }, signal);
      }),

    'account.sign-in-cli': ({ type, name, host, ...details }) =>
      run(type, { state: 'checking' }, async (signal) => {
        const found = deeds.findCliLogin(name, host);
        if (!found) {
          list();
          throw new Failure('cli-login-gone', { args: { name } });
        }
        await deeds.signInFound(found, details, signal);
        imported = found;
        dispatch({
          type: 'problem-raised',
          key: OFFER,
          problem: problem(OFFER, { name, file: found.file, ...(found.isShared && { shared: 1 }) }),
        });
      }),

    'account.sign-in-cancel': () => {
      cancel();
      tell({ state: 'idle' });
    },

    'cli-logins.list': list,

    'cli-logins.forget': async () => {
      const found = imported;
      if (!found) return;
      const isGone = await deeds.forgetCliLogin(found);
      imported = undefined;
      dispatch({ type: 'problem-healed', key: OFFER });
      list();
      if (!isGone) throw new Failure('cli-token-changed', { args: { name: found.name } });
    },
  };
}
