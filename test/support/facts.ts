import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from './builders.ts';

export const after = (...actions: readonly Action[]) => from(emptySession, ...actions);
export const from = (state: SessionState, ...actions: readonly Action[]) => actions.reduce(reduce, state);

export const web = makeResource(makeTarget('web'));
export const db = makeResource(makeTarget('db', { kind: 'addon' }));
export const shop = makeProject('shop');
export const added: Action = { type: 'account-added', account: makeAccount({ catalog: { state: 'empty' } }) };
export const loaded = (...resources: (typeof web)[]): Action => ({
  type: 'catalog-loaded',
  accountId: 'acc',
  readAt: 5,
  projects: [shop],
  resources,
});
export const on: Action = { type: 'wished', id: web.key, on: true };
export const tunnelId = `${web.key}:80`;
export const opened: Action = {
  type: 'observed',
  id: web.key,
  status: { kind: 'open', since: 1 },
  tunnels: tunnelsOf(makeTunnel(tunnelId)),
};
export const off = { type: 'observed', id: web.key, status: { kind: 'off' }, tunnels: {} } as const satisfies Action;
export const sample = { connections: 1, bytesIn: 2, bytesOut: 3, rateIn: 4, rateOut: 5 };
export const flowing: Action = { type: 'traffic', samples: { [tunnelId]: sample } };
