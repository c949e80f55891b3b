import { app } from 'electron';
import type { Log } from '../base/log.ts';
import type { AccountId, ProjectKey, ResourceKey } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import type { ForwardId } from '../contract/forward.ts';
import { proveToken } from '../northflank/account.ts';
import { createApis } from '../northflank/apis.ts';
import { listProjects, readProject } from '../northflank/catalog.ts';
import { readInstances, readResource } from '../northflank/details.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import { createAccounts, type Login } from '../session/accounts.ts';
import { createCatalogLife } from '../session/catalog-life.ts';
import type { Shown } from '../session/catalog-plan.ts';
import { watchExpiry } from '../session/expiry.ts';
import { watchRejections } from '../session/rejections.ts';
import type { Store } from '../session/store.ts';
import { isOtherWay } from './network.ts';
import { openAppSecrets } from './secrets.ts';

type Parts = {
  readonly store: Store;
  readonly userData: string;
  readonly proxy: ProxyResolver;
  /** An account's token works (again): its forwards may try. */
  readonly onUsable: (id: AccountId) => void;
  /** An account's token works no more: these forwards are to find out. */
  readonly onRejected: (ids: readonly ForwardId[]) => void;
  readonly log: Log;
};

/** The platform as the app's accounts see it. */
export function openPlatform({ store, userData, proxy, onUsable, onRejected, log }: Parts) {
  const { dispatch, read, subscribe } = store;
  const secrets = openAppSecrets(store, userData, log);
  const apis = createApis({ log: log.child('api'), userAgent: `Portside/${app.getVersion()}`, proxy });
  const reading = log.child('catalogue');
  const catalog = createCatalogLife({
    dispatch,
    read,
    subscribe,
    source: {
      listProjects: async (id, asking) => {
        const { teamId } = await loginOf(id);
        const scope = read().accounts[id]?.scope ?? 'team';
        return listProjects(await apiOf(id), { id, scope }, { ...asking, teamId, log: reading });
      },
      readProject: async (project, asking) =>
        readProject(await apiOf(project.accountId), project, { ...asking, log: reading }),
      readResource: async (target, asking) => readResource(await apiOf(target.accountId), target, asking),
      readInstances: async (target, asking) => readInstances(await apiOf(target.accountId), target, asking),
      budget: async (id) => (await apiOf(id)).budget(),
    },
  });
  const accounts = createAccounts({
    dispatch,
    read,
    secrets,
    prove: (login, signal) => proveToken(apis.of(login), login, signal),
    catalog,
    onUsable,
  });
  const expiry = watchExpiry({ dispatch, read, onExpired: (id) => void accounts.prove(id) });
  const rejections = watchRejections({ subscribe, prove: accounts.prove, verify: onRejected });
  const unsubscribe = subscribe((next, previous) => {
    if (next.accounts !== previous.accounts) expiry.check();
    if (!isOtherWay(next.settings, previous.settings)) return;
    apis.forget();
    void accounts.refresh(0, 'gently');
  });
  const close = () => {
    unsubscribe();
    rejections.close();
    expiry.close();
    accounts.close();
    catalog.close();
    apis.close();
  };
  /** Rejects where nobody is signed in. */
  const loginOf = async (id: AccountId): Promise<Login> => {
    const login = await accounts.login(id);
    if (!login) throw new Failure('not-signed-in');
    return login;
  };
  const apiOf = async (id: AccountId) => apis.of(await loginOf(id));
  const deeds = {
    signOut: (id: AccountId) => accounts.signOut(id),
    refresh: () => void accounts.refresh(),
    look: (key: ResourceKey) => catalog.look(key),
    readProject: (key: ProjectKey) => catalog.readProject(key),
    show: (shown: Shown) => catalog.show(shown),
  };
  return { accounts, catalog, deeds, expiry, close, loginOf, apiOf, forget: () => apis.forget() };
}
