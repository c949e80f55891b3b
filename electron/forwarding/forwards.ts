import { createLog, type Log } from '../base/log.ts';
import { Failure } from '../contract/failure.ts';
import type { PlaceBook } from '../contract/session.ts';
import { openEngine } from '../engine/engine.ts';
import type { Engine, EngineParts, Observation, Route, WishedForward } from '../engine/face.ts';
import type { Limits } from '../engine/limits.ts';
import { createApi, type Api } from '../northflank/api.ts';
import { createResolver } from '../northflank/endpoint.ts';
import { createAliasMaker, type AliasMaker, type AliasParts } from '../system/alias-maker.ts';
import type { Helper } from '../system/elevation-helper.ts';
import { needsAlias } from '../system/loopback.ts';
import type { Account } from './account.ts';

export type ForwardsParts = {
  readonly report: (observation: Observation) => void;
  /** Each answer of the platform, before the engine gets it. */
  readonly onRoute?: (forward: WishedForward, route: Route) => void;
  readonly onConnection?: NonNullable<EngineParts['onConnection']>;
  readonly places: PlaceBook;
  readonly limits?: Partial<Limits> | undefined;
  readonly userAgent: string;
  readonly log?: Log;
  /** Has more rights than this process. */
  readonly helper?: Pick<Helper, 'alias'> | undefined;
};

/** An engine with the platform behind it, for programs that have no session. */
export type Forwards = {
  readonly engine: Pick<Engine, 'reconcile' | 'retry' | 'check'>;
  /** Forwards of this account can be wished for from now on. */
  readonly admit: (account: Account) => Api;
  readonly close: () => Promise<void>;
};

/**
 * Makes the addresses of targets on macOS, which has only 127.0.0.1: by the helper, or by this process where it has all rights.
 * Without either ports are kept apart by their numbers.
 */
export function addressMaker(
  helper: ForwardsParts['helper'],
  { platform = process.platform, isRoot = process.getuid?.() === 0, ...more }: AddressParts = {},
): Pick<AliasMaker, 'alias' | 'undo'> {
  if (!helper)
    return isRoot ? createAliasMaker({ platform, ...more }) : { alias: async () => {}, undo: async () => {} };
  return {
    alias: async (address, act) => {
      if (needsAlias(address, platform)) await helper.alias(address, act);
    },
    // It takes back what it did when it ends.
    undo: async () => {},
  };
}

type AddressParts = Partial<AliasParts> & { readonly isRoot?: boolean };

export function openForwards(parts: ForwardsParts): Forwards {
  const addresses = addressMaker(parts.helper);
  const { report, onRoute, onConnection, places, limits, userAgent, log = createLog(() => {}) } = parts;
  const accounts = new Map<string, { readonly account: Account; readonly api: Api }>();

  function find(id: string) {
    const found = accounts.get(id);
    if (!found) throw new Failure('not-signed-in');
    return found;
  }

  const ask = createResolver({ apiOf: (id) => find(id).api });
  const engine = openEngine(
    {
      async resolve(forward, signal) {
        const route = await ask(forward, signal);
        onRoute?.(forward, route);
        return route;
      },
      credentials: async ({ accountId }) => {
        const { account } = find(accountId);
        return { authorization: `Bearer ${account.token().trim()}`, ...(account.ca && { ca: [account.ca] }) };
      },
      report,
      ...(onConnection && { onConnection }),
      places,
      prepare: (address) => addresses.alias(address, 'add'),
    },
    limits,
  );

  return {
    engine,
    admit(account) {
      const known = accounts.get(account.id);
      if (known) return known.api;
      const { host, token, ca } = account;
      const api = createApi({ host, token, ca, log, userAgent });
      accounts.set(account.id, { account, api });
      return api;
    },
    async close() {
      await engine.close();
      await addresses.undo();
      for (const { api } of accounts.values()) api.close();
    },
  };
}
