import type { Log } from '../base/log.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import type { AccountId } from '../contract/catalog.ts';
import { openEngine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/face.ts';
import { createResolver } from '../northflank/endpoint.ts';
import type { Login } from '../session/accounts.ts';
import type { ActionOf } from '../session/actions.ts';
import type { Diary } from '../session/activity.ts';
import { noteConnections } from '../session/connections.ts';
import type { Store } from '../session/store.ts';
import { helperLauncher } from '../shell/launcher.ts';
import { createPeerPrograms } from '../system/peer-program.ts';
import { namePortHolders } from '../system/port-holders.ts';
import { ownerOfPort } from '../system/port-owner.ts';
import { openHostnames } from '../system/hostnames-machine.ts';
import { isOtherWay } from './network.ts';

type Parts = {
  readonly store: Store;
  readonly diary: Diary;
  readonly loginOf: (id: AccountId) => Promise<Login>;
  readonly apiOf: Parameters<typeof createResolver>[0]['apiOf'];
  readonly proxy: ProxyResolver;
  readonly observe: NonNullable<EngineParts['observe']>;
  readonly userData: string;
  readonly log: Log;
};

/** The engine and the names that lead to it, both made to agree with the wishes in the store. */
export function openForwards({ store, diary, loginOf, apiOf, proxy, observe, userData, log }: Parts) {
  const { dispatch, read, subscribe } = store;
  const holders = namePortHolders({
    tell: (observed: ActionOf<'observed'>) => dispatch(observed),
    ownerOf: ownerOfPort,
  });
  const peers = createPeerPrograms();
  const connections = noteConnections({ diary, read, programAt: peers.programAt });
  const engine = openEngine({
    resolve: createResolver({ apiOf }),
    credentials: async ({ accountId }) => {
      const { token, ca, proxy: own } = await loginOf(accountId);
      return { authorization: `Bearer ${token}`, ...(ca && { ca: [ca] }), ...(own && { proxy: own }) };
    },
    report: (observation) =>
      observation.type === 'forward' ? holders.tell({ ...observation, type: 'observed' }) : dispatch(observation),
    places: read().places,
    expected: (id) => read().served[id] ?? [],
    prepare: (address) => hostnames.alias(address),
    relay: (...wanted) => hostnames.relay(...wanted),
    proxy,
    observe,
    onPeer: (...told) => connections.onPeer(...told),
    onConnection: (...told) => connections.onConnection(...told),
  });
  const hostnames = openHostnames({ dispatch, read, subscribe, launcher: helperLauncher(), userData, log });
  const reconcile = () => engine.reconcile(Object.values(read().forwards).filter(({ wish }) => wish.on));
  subscribe((next, previous) => {
    if (next.forwards !== previous.forwards) reconcile();
    if (!isOtherWay(next.settings, previous.settings)) return;
    engine.check();
    engine.retry(Object.keys(next.forwards));
  });
  return { engine, hostnames, reconcile, parts: [engine, holders, peers, connections, hostnames] };
}
