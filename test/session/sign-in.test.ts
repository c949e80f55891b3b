import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { describe as describeProblem } from '../../electron/contract/problem.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { signInCommands, type CliFound, type SignInDeeds } from '../../electron/session/commands/sign-in-commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';

const host = 'https://api.example';
const found: CliFound = {
  name: 'acme',
  host,
  token: 'nf-of-the-cli',
  file: '/home/ann/.northflank/config.json',
  isShared: false,
};
let store: Store;
let signedIn: object[];

beforeEach(() => {
  store = createStore(emptySession);
  signedIn = [];
});

function commands(change: Partial<SignInDeeds> = {}) {
  const { dispatch, read } = store;
  return signInCommands(
    { dispatch, read },
    {
      signIn: async (request) => void signedIn.push(request),
      signInFound: async ({ host: at, token }, details) => void signedIn.push({ ...details, host: at, token }),
      askBrowser: async (_, onWaiting) => {
        onWaiting('app.example');
        return { host, token: 'nf-granted' };
      },
      listCliLogins: () => ({ list: [{ name: 'acme', host, isCurrent: true }] }),
      findCliLogin: (name) => (name === 'acme' ? found : undefined),
      forgetCliLogin: async () => true,
      ...change,
    },
  );
}

/** States of the sign-in from now on. */
function watch() {
  const seen: string[] = [];
  store.subscribe(({ signIn }, before) => {
    if (signIn !== before.signIn) seen.push('step' in signIn ? signIn.step : signIn.state);
  });
  return seen;
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

describe('in the browser', () => {
  const command = { type: 'account.sign-in-browser', host: '', teamId: 'blue', again: 'old' } as const;

  test('the token that was granted signs in, with what the fields said', async () => {
    const seen = watch();
    await commands()['account.sign-in-browser'](command);
    expect(seen).toEqual(['asking', 'waiting', 'checking', 'idle']);
    expect(signedIn).toEqual([{ host, token: 'nf-granted', teamId: 'blue', again: 'old' }]);
  });

  test('a refusal is told, and the answer is a refusal', async () => {
    const askBrowser = () => Promise.reject(new Failure('login-refused', { args: { reason: 'no' } }));
    await expect(commands({ askBrowser })['account.sign-in-browser'](command)).rejects.toThrow(Failure);
    expect(store.read().signIn).toEqual({
      state: 'failed',
      problem: { code: 'login-refused', args: { reason: 'no' } },
    });
  });

  test('giving up ends what waits, and is no failure', async () => {
    const table = commands({ askBrowser: (_, __, signal) => untilAborted(signal) });
    const attempt = table['account.sign-in-browser'](command);
    expect(store.read().signIn).toEqual({ state: 'browser', step: 'asking' });
    await table['account.sign-in-cancel']({ type: 'account.sign-in-cancel' });
    await attempt;
    expect(store.read().signIn).toEqual({ state: 'idle' });
    expect(signedIn).toEqual([]);
  });

  test('a token that is granted after giving up signs nobody in', async () => {
    let grant: (granted: { host: string; token: string }) => void = () => {};
    const askBrowser = () =>
      new Promise<{ host: string; token: string }>((resolve) => {
        grant = resolve;
      });
    const table = commands({ askBrowser });
    const attempt = table['account.sign-in-browser'](command);
    await table['account.sign-in-cancel']({ type: 'account.sign-in-cancel' });
    grant({ host, token: 'nf-late' });
    await attempt;
    expect(signedIn).toEqual([]);
    expect(store.read().signIn).toEqual({ state: 'idle' });
  });

  test('another sign-in replaces the one that waits', async () => {
    const table = commands({ askBrowser: (_, __, signal) => untilAborted(signal) });
    const attempt = table['account.sign-in-browser'](command);
    await table['account.sign-in']({ type: 'account.sign-in', host, token: 'nf-pasted' });
    await attempt;
    expect(signedIn).toEqual([{ host, token: 'nf-pasted' }]);
    expect(store.read().signIn).toEqual({ state: 'idle' });
  });
});

describe('with the login of the command line', () => {
  const command = { type: 'account.sign-in-cli', name: 'acme', host } as const;
  const offer = () => store.read().problems['cli-token-plain'];

  test('is listed without its token', async () => {
    await commands()['cli-logins.list']({ type: 'cli-logins.list' });
    expect(store.read().cliLogins).toEqual({ list: [{ name: 'acme', host, isCurrent: true }] });
    expect(JSON.stringify(store.read())).not.toContain(found.token);
  });

  test('its token signs in, and removing the plain one is offered', async () => {
    await commands()['account.sign-in-cli'](command);
    expect(signedIn).toEqual([{ host, token: found.token }]);
    expect(offer()).toEqual({ code: 'cli-token-plain', args: { name: 'acme', file: found.file } });
    expect(JSON.stringify(store.read())).not.toContain(found.token);
  });

  test('a file that others may read says so', async () => {
    await commands({ findCliLogin: () => ({ ...found, isShared: true }) })['account.sign-in-cli'](command);
    const told = offer();
    expect(told && describeProblem(told).text).toContain('other users of this computer may read that file');
  });

  test('removes the token that was imported, once', async () => {
    const forgetCliLogin = vi.fn(async () => true);
    const table = commands({ forgetCliLogin });
    const forget = () => table['cli-logins.forget']({ type: 'cli-logins.forget' });
    await forget();
    await table['account.sign-in-cli'](command);
    await forget();
    await forget();
    expect(forgetCliLogin.mock.calls).toEqual([[found]]);
    expect(offer()).toBeUndefined();
  });

  test('a token that was changed meanwhile is left, and that is told', async () => {
    const table = commands({ forgetCliLogin: async () => false });
    await table['account.sign-in-cli'](command);
    const refused = table['cli-logins.forget']({ type: 'cli-logins.forget' });
    await expect(refused).rejects.toMatchObject({ problem: { code: 'cli-token-changed' } });
    expect(offer()).toBeUndefined();
  });

  test('what could not be removed is offered still', async () => {
    const failure = new Failure('cli-config-unreadable');
    const table = commands({ forgetCliLogin: () => Promise.reject(failure) });
    await table['account.sign-in-cli'](command);
    await expect(table['cli-logins.forget']({ type: 'cli-logins.forget' })).rejects.toBe(failure);
    expect(offer()).toBeDefined();
  });

  test('one that is gone by now is told, with the list read anew', async () => {
    const gone = commands()['account.sign-in-cli']({ ...command, name: 'ghost' });
    await expect(gone).rejects.toMatchObject({ problem: { code: 'cli-login-gone', args: { name: 'ghost' } } });
    expect(store.read().cliLogins.list).toHaveLength(1);
    expect(signedIn).toEqual([]);
  });
});
