import { app } from 'electron';
import type { Log } from '../base/log.ts';
import type { AccountId } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import { proveToken } from '../northflank/account.ts';
import { createApis } from '../northflank/apis.ts';
import { loadCatalog } from '../northflank/catalog.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import { createAccounts, type Login } from '../session/accounts.ts';
import { createCatalogLife } from '../session/catalog-life.ts';
import type { Store } from '../session/store.ts';
import type { Secrets } from '../shell/secrets.ts';

type Parts = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly proxy: ProxyResolver;
  /** An account's token works (again): its forwards may try. */
  readonly onUsable: (id: AccountId) => void;
  readonly log: Log;
};

/** The platform as the app's accounts see it. */
export function openPlatform({ store, secrets, proxy, onUsable, log }: Parts) {
  const { dispatch, read } = store;
  const apis = createApis({ log: log.child('api'), userAgent: `Portside/${app.getVersion()}`, proxy });
  const catalog = createCatalogLife({
    dispatch,
    load: ({ accountId, signal, onPart }) => {
      const { teamId, ...login } = loginOf(accountId);
      const scope = read().accounts[accountId]?.scope ?? 'team';
      const options = { teamId, signal, onPart, log: log.child('catalogue') };
      return loadCatalog(apis.of(login), { id: accountId, scope }, options);
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
  /** Throws where nobody is signed in. */
  const loginOf = (id: AccountId): Login => {
    const login = accounts.login(id);
    if (!login) throw new Failure('not-signed-in');
    return login;
  };
  return { apis, accounts, catalog, loginOf, apiOf: (id: AccountId) => apis.of(loginOf(id)) };
}
