import { parseResourceKey } from '../../contract/catalog.ts';
import {
  makeForward,
  type Forward,
  type ForwardId,
  type LocalAddress,
  type Traffic,
  type TunnelId,
  type Wish,
} from '../../contract/forward.ts';
import { addressOf, type SessionState } from '../../contract/session.ts';
import { filterBook, keep, own, put } from '../records.ts';
import { liveTunnels, merge, without, withoutEndedTraffic, type ReducersOf } from './ground.ts';
import { answered } from './groups.ts';

function withWishes(state: SessionState, wishes: readonly (readonly [ForwardId, Partial<Wish>])[]): SessionState {
  const changed: [ForwardId, Forward][] = [];
  for (const [id, wish] of wishes) {
    const target = parseResourceKey(id);
    const known = own(state.forwards, id) ?? (target && wish.on ? makeForward(target, id) : undefined);
    if (!known) continue;
    const before: Wish = wish.on === undefined ? known.wish : without(known.wish, 'paused');
    const next: Wish = { ...before, ...wish };
    // The time until it stops runs only while it is on.
    changed.push([id, { ...known, wish: keep(known.wish, next.on ? next : without(next, 'stopsAt')) }]);
  }
  return merge(state, { forwards: put(state.forwards, changed) });
}

function keepTunnels(known: Forward['tunnels'], next: Forward['tunnels']): Forward['tunnels'] {
  const kept = Object.entries(next).map(([id, tunnel]) => [id, keep(own(known, id), tunnel)] as const);
  return keep(known, Object.fromEntries(kept));
}

/** Undefined while that is not settled. A port that could not be served is none. */
function servedAt({ status, tunnels }: Forward): LocalAddress[] | undefined {
  const all = Object.values(tunnels).filter(({ port }) => port.protocol !== 'UDP');
  if (status.kind !== 'open' || all.some((tunnel) => tunnel.status.kind === 'starting')) return undefined;
  const addresses = all.flatMap((tunnel) => addressOf(tunnel) ?? []);
  return addresses.length > 0 ? addresses : undefined;
}

function sameKeys(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}

export const forwardsReducers: ReducersOf<'wished' | 'all-wished' | 'paused' | 'observed' | 'traffic' | 'placed'> = {
  wished: (state, { id, on, ports, instance }) =>
    answered(withWishes(state, [[id, { on, ...(ports && { ports }), ...(instance !== undefined && { instance }) }]]), [
      id,
    ]),

  'all-wished': (state, { ids, on }) =>
    answered(
      withWishes(
        state,
        ids.map((id) => [id, { on }]),
      ),
      ids,
    ),

  paused: (state) => {
    const on = Object.values(state.forwards).filter(({ wish }) => wish.on);
    return withWishes(
      state,
      on.map(({ id }) => [id, { on: false, paused: true }]),
    );
  },

  observed: (state, { id, status, tunnels, instances }) => {
    const known = own(state.forwards, id);
    if (!known) return state;
    const next: Forward = {
      ...without(known, 'instances'),
      status: keep(known.status, status),
      tunnels: status.kind === 'off' ? {} : keepTunnels(known.tunnels, tunnels),
      ...(instances && { instances: keep(known.instances, instances) }),
    };
    const served = servedAt(next);
    const after = merge(state, {
      forwards: put(state.forwards, [[id, next]]),
      ...(served && { served: put(state.served, [[id, served]]) }),
    });
    return after === state || sameKeys(known.tunnels, next.tunnels) ? after : withoutEndedTraffic(after);
  },

  traffic: (state, { samples }) => {
    const live = liveTunnels(state);
    const set = Object.entries(samples).filter((entry): entry is [TunnelId, Traffic] => {
      const [id, sample] = entry;
      return sample !== undefined && live.has(id);
    });
    const left = filterBook(state.traffic, (_, id) => !Object.hasOwn(samples, id) || samples[id] !== undefined);
    return merge(state, { traffic: put(left, set) });
  },

  placed: (state, { key, host }) => merge(state, { places: put(state.places, [[key, host]]) }),
};
