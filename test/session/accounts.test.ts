import { describe, expect, test, vi } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { createAccounts, type AccountParts, type Login, type Proven } from '../../electron/session/accounts.ts';
import { createCatalogLife } from '../../electron/session/catalog-life.ts';
import type { CatalogSource } from '../../electron/session/catalog-source.ts';
import { createStore } from '../../electron/session/store.ts';

const login: Login = { host: 'https://api.example', token: 'token-one' };
const acme: Proven = { id: 'acme', host: 'https://api.example', name: 'Acme', scope: 'team' };
const shop = { key: 'acme/-/shop', accountId: 'acme', id: 'shop', name: 'Shop' };

type Load = CatalogSource['listProjects'];
const whole: Load = () => Promise.resolve({ projects: [shop] });

function open({ load = whole, ...change }: Partial<AccountParts> & { readonly load?: Load } = {}) {
  const store = createStore(emptySession);
  const source: CatalogSource = {
    listProjects: load,
    readProject: (project) =>
      Promise.resolve({ accountId: 'acme', project, resources: [], named: [], whole: [], retriable: false }),
    readResource: () => Promise.reject(new Failure('resource-gone')),
    readInstances: () => Promise.resolve([]),
    budget: () => Promise.resolve(undefined),
  };
  const catalog = createCatalogLife({ ...store, source });
  const kept = new Map<string, Login>();
  const usable: string[] = [];
  const accounts = createAccounts({
    dispatch: store.dispatch,
    read: store.read,
    prove: () => Promise.resolve(acme),
    catalog,
    secrets: {
      read: async (id) => kept.get(id),
      write: async (id, secret) => void kept.set(id, secret),
      remove: async (id) => void kept.delete(id),
      isPersistent: async () => true,
    },
    onUsable: (id) => usable.push(id),
    ...change,
  });
  const until = (fits: (state: SessionState) => boolean) =>
    new Promise<SessionState>((resolve) => {
      if (fits(store.read())) resolve(store.read());
      const stop = store.subscribe((next) => {
        if (!fits(next)) return;
        stop();
        resolve(next);
      });
    });
  const close = () => {
    accounts.close();
    catalog.close();
  };
  return { store, kept, usable, accounts, until, close };
}

describe('signing in', () => {
  test('keeps the secret apart from the state and reads the catalogue', async () => {
    const { accounts, kept, usable, until } = open();
    await accounts.signIn(login);
    const state = await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
    expect(state.accounts['acme']).toMatchObject({ name: 'Acme', state: 'signed-in' });
    expect(Object.keys(state.projects)).toEqual(['acme/-/shop']);
    expect(JSON.stringify(state)).not.toContain('token-one');
    expect(kept.get('acme')).toEqual(login);
    expect(usable).toEqual(['acme']);
  });

  test('is known by its host, as long as its secret is at hand', async () => {
    const { accounts, kept, close } = open();
    const way = { ...login, ca: 'PEM', proxy: 'http://proxy.example' };
    await accounts.signIn(way);
    expect(await accounts.loginsAt(login.host)).toEqual([way]);
    expect(await accounts.loginsAt('https://other.example')).toEqual([]);
    kept.clear();
    expect(await accounts.loginsAt(login.host)).toEqual([]);
    close();
  });

  test('with a refused token changes nothing and rejects with the reason', async () => {
    const { accounts, kept, store } = open({ prove: () => Promise.reject(new Failure('token-rejected')) });
    await expect(accounts.signIn(login)).rejects.toMatchObject({ problem: { code: 'token-rejected' } });
    expect(store.read()).toBe(emptySession);
    expect(kept.size).toBe(0);
  });

  test('without a key store says that it is for this run only', async () => {
    const nothing = async () => {};
    const secrets = { read: async () => login, write: nothing, remove: nothing, isPersistent: async () => false };
    const { accounts, store, until } = open({ secrets });
    await accounts.signIn(login);
    expect(store.read().problems['token-unsaved']).toEqual({ code: 'token-unsaved' });
    await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
  });

  test('signing out forgets the secret and stops the read under way', async () => {
    const seen: AbortSignal[] = [];
    const { accounts, kept } = open({
      load: (_, { signal }) => {
        seen.push(signal);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    });
    await accounts.signIn(login);
    await vi.waitUntil(() => seen.length === 1);
    await accounts.signOut('acme');
    expect(kept.size).toBe(0);
    expect(seen[0]?.aborted).toBe(true);
  });
});

describe('a known account', () => {
  test('whose token is refused later is rejected, with its catalogue kept as stale', async () => {
    let refuse = false;
    const { accounts, until } = open({
      prove: () => (refuse ? Promise.reject(new Failure('token-rejected')) : Promise.resolve(acme)),
    });
    await accounts.signIn(login);
    await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
    refuse = true;
    await accounts.refresh();
    const state = await until(({ accounts: { acme } }) => acme?.state === 'rejected');
    expect(state.accounts['acme']).toMatchObject({ problem: { code: 'token-rejected' }, catalog: { state: 'stale' } });
    expect(Object.keys(state.projects)).toEqual(['acme/-/shop']);
  });

  test('that was unreachable is tried again by itself and tells when it works', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let failures = 2;
      const { accounts, usable, until } = open({
        load: () =>
          failures-- > 0
            ? Promise.reject(new Failure('api-unreachable', { retriable: true }))
            : Promise.resolve({ projects: [shop] }),
      });
      await accounts.signIn(login);
      await until(({ accounts: { acme } }) => acme?.catalog.state === 'stale' || acme?.catalog.problem !== undefined);
      await vi.advanceTimersByTimeAsync(60_000);
      await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
      expect(usable).toEqual(['acme']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('whose catalogue cannot be read costs few requests of the hour, however long that lasts', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let reads = 0;
    const load = () => {
      reads += 1;
      return Promise.reject(new Failure('api-failed', { retriable: true }));
    };
    const { accounts, close } = open({ load });
    try {
      await accounts.signIn(login);
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(reads).toBeGreaterThan(4);
      expect(reads).toBeLessThan(12);
    } finally {
      close();
      vi.useRealTimers();
    }
  });

  test('that is told to wait is not asked before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isLimited = true;
    let proofs = 0;
    const prove = () => {
      proofs += 1;
      const limit = new Failure('api-limited', { retriable: true, retryAfterMs: 1_200_000 });
      return isLimited && proofs > 1 ? Promise.reject(limit) : Promise.resolve(acme);
    };
    const { accounts, until, close } = open({ prove });
    try {
      await accounts.signIn(login);
      void accounts.refresh();
      await vi.advanceTimersByTimeAsync(1_199_000);
      expect(proofs).toBe(2);
      isLimited = false;
      await vi.advanceTimersByTimeAsync(1000);
      await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
      expect(proofs).toBe(3);
    } finally {
      close();
      vi.useRealTimers();
    }
  });

  test('that was read lately is left alone where only old catalogues are asked for', async () => {
    let reads = 0;
    const load = () => {
      reads += 1;
      return Promise.resolve({ projects: [shop] });
    };
    const { accounts, until } = open({ load });
    await accounts.signIn(login);
    await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
    await accounts.refresh(60_000);
    expect(reads).toBe(1);
    await accounts.refresh();
    expect(reads).toBe(2);
    await accounts.refresh(0);
    expect(reads).toBe(3);
  });

  test('that is not usable is asked even if its catalogue was read lately', async () => {
    let refuse = false;
    const rejected = () => Promise.reject(new Failure('token-rejected'));
    const { accounts, store, until } = open({ prove: () => (refuse ? rejected() : Promise.resolve(acme)) });
    await accounts.signIn(login);
    await until(({ accounts: { acme } }) => acme?.catalog.state === 'fresh');
    refuse = true;
    await accounts.refresh();
    refuse = false;
    await accounts.refresh(60_000);
    expect(store.read().accounts['acme']).toMatchObject({ state: 'signed-in', catalog: { state: 'fresh' } });
  });

  test('without its secret asks to sign in instead of pretending', async () => {
    const { accounts, store, kept } = open();
    await accounts.signIn(login);
    kept.clear();
    await accounts.refresh();
    expect(store.read().accounts['acme']).toMatchObject({ state: 'rejected', problem: { code: 'not-signed-in' } });
  });
});
