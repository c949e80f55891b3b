import { resourceKey, resourceName } from '../contract/catalog.ts';
import type { Forward, Tunnel } from '../contract/forward.ts';
import { describe, type Problem } from '../contract/problem.ts';
import { profileState } from '../contract/profile.ts';
import { isProduction } from '../contract/production.ts';
import { addressOf, type SessionState } from '../contract/session.ts';
import { problemOf, summarise, troubleOf, type Summary } from '../contract/status.ts';

type Trouble = { readonly code: string; readonly message: string };

export type PortReport = {
  readonly tunnelId: string;
  readonly portRemote: number;
  readonly portName?: string;
  readonly protocol: string;
  readonly state: Tunnel['status']['kind'];
  readonly address?: string;
  readonly port?: number;
  readonly hostnames: readonly string[];
  readonly instance?: string;
  readonly problem?: Trouble;
};

export type ResourceReport = {
  readonly id: string;
  readonly account: string;
  readonly team?: string;
  readonly project: string;
  readonly type: 'service' | 'addon';
  readonly resource: string;
  readonly name: string;
  /** Switching it on needs the user's word each time. */
  readonly production: boolean;
};

export type ForwardReport = ResourceReport & {
  readonly wished: boolean;
  readonly state: Summary;
  readonly problem?: Trouble;
  readonly ports: readonly PortReport[];
};

/** What programs may know of the app: no secret, no traffic, nothing that only the window needs. */
export type Report = {
  readonly online: boolean;
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly state: string }[];
  readonly profiles: readonly {
    readonly id: string;
    readonly name: string;
    readonly on: boolean | 'mixed';
    readonly forwards: readonly string[];
  }[];
  /** Forwards that are wished for or still closing. */
  readonly forwards: readonly ForwardReport[];
};

const trouble = (problem: Problem | undefined): { readonly problem?: Trouble } =>
  problem ? { problem: { code: problem.code, message: describe(problem, 'en').text } } : {};

function portReport(tunnel: Tunnel): PortReport {
  const { id, port, hostnames, instance, status } = tunnel;
  const address = addressOf(tunnel);
  return {
    tunnelId: id,
    portRemote: port.number,
    ...(port.name !== undefined && { portName: port.name }),
    protocol: port.protocol,
    state: status.kind,
    ...(address && { address: address.host, port: address.port }),
    hostnames,
    ...(instance !== undefined && { instance }),
    ...trouble(problemOf(tunnel)),
  };
}

function resourceReport(state: SessionState, target: Forward['target']): ResourceReport {
  const id = resourceKey(target);
  return {
    id,
    account: target.accountId,
    ...(target.teamId !== undefined && { team: target.teamId }),
    project: target.projectId,
    type: target.kind,
    resource: target.resourceId,
    name: resourceName(state.resources[id], id),
    production: isProduction(state, id),
  };
}

export const listReport = (state: SessionState): readonly ResourceReport[] =>
  Object.values(state.resources)
    .filter(({ type }) => type !== 'build')
    .map(({ target }) => resourceReport(state, target));

export function report(state: SessionState): Report {
  return {
    online: state.online,
    accounts: Object.values(state.accounts).map(({ id, name, state: how }) => ({ id, name, state: how })),
    profiles: Object.values(state.profiles).map((profile) => ({
      id: profile.id,
      name: profile.name,
      on: profileState(state, profile).checked,
      forwards: Object.keys(profile.entries),
    })),
    forwards: Object.values(state.forwards)
      .filter(({ wish, status }) => wish.on || status.kind !== 'off')
      .map((forward) => ({
        ...resourceReport(state, forward.target),
        wished: forward.wish.on,
        state: summarise(forward),
        ...trouble(troubleOf(forward)),
        ports: Object.values(forward.tunnels).map(portReport),
      })),
  };
}
