import { parseResourceKey } from '../contract/catalog.ts';
import type { Ack, Command, CommandOf } from '../contract/command.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { ForwardId, Tunnel, TunnelId } from '../contract/forward.ts';
import { manualEntries, renderManualLines } from '../contract/hostnames.ts';
import { addressOf, findTunnel, type SessionState } from '../contract/session.ts';
import type { Dispatch } from './actions.ts';
import { own } from './records.ts';

export type SignInRequest = {
  readonly token: string;
  /** As typed; empty means Northflank's own. */
  readonly host: string;
  readonly teamId?: string;
  /** PEM text. */
  readonly ca?: string;
};

/** Effects outside the store, given by `main.ts`. One that throws makes the command's answer a refusal. */
export type Deeds = {
  /** Proves the token, keeps it and dispatches `account-added`; how the attempt goes is told here, by the caller. */
  readonly signIn: (request: SignInRequest) => Promise<void>;
  /** Erases the account's secrets; the caller then takes it out of the state. */
  readonly signOut: (accountId: string) => Promise<void>;
  readonly refresh: () => Promise<void> | void;
  readonly retry: (ids?: readonly ForwardId[]) => void;
  /** `secret`: keep it out of clipboard histories where the system can. */
  readonly copy: (text: string, secret?: boolean) => Promise<void> | void;
  /** Opens this address in the user's browser; always `http://<loopback address>:<port>/`. */
  readonly openAddress: (url: string) => Promise<void> | void;
  /** May open the system's permission prompt; what comes of it arrives as state. */
  readonly allowHostnames: () => void;
  /** Rejects with a `Failure` where what was left could not be removed. May open the prompt. */
  readonly repairHostnames: () => Promise<void> | void;
  readonly showWindow: () => void;
  readonly showLog: () => Promise<void> | void;
  readonly quit: () => Promise<void> | void;
};

type Handlers = { readonly [T in Command['type']]: (command: CommandOf<T>) => Promise<void> | void };

const isIpv6 = (host: string) => host.includes(':');
const hostPort = ({ host, port }: { readonly host: string; readonly port: number }) =>
  `${isIpv6(host) ? `[${host}]` : host}:${port}`;

/** The one entrance for what window, tray and terminal ask. The answer says accepted or refused; results come as state. */
export function createCommands({
  dispatch,
  read,
  deeds,
}: {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  readonly deeds: Deeds;
}): (command: Command) => Promise<Ack> {
  const mayWish = (id: ForwardId): boolean => {
    const state = read();
    if (own(state.resources, id) || own(state.forwards, id)) return true;
    const target = parseResourceKey(id);
    return target !== undefined && own(state.accounts, target.accountId) !== undefined;
  };
  const nameOf = (id: string) => parseResourceKey(id)?.resourceId ?? id;
  const gone = (id: string) => new Failure('resource-gone', { args: { name: nameOf(id) } });
  const notOpen = () => new Failure('not-open');

  const tunnelOf = (id: TunnelId): Tunnel => {
    const tunnel = findTunnel(read(), id);
    if (!tunnel) throw notOpen();
    return tunnel;
  };

  const handlers: Handlers = {
    'account.sign-in': async ({ token, host, teamId, ca }) => {
      dispatch({ type: 'sign-in', signIn: { state: 'checking' } });
      try {
        await deeds.signIn({ token, host, ...(teamId !== undefined && { teamId }), ...(ca !== undefined && { ca }) });
      } catch (error) {
        dispatch({ type: 'sign-in', signIn: { state: 'failed', problem: toProblem(error, 'account.sign-in') } });
        throw error;
      }
      dispatch({ type: 'sign-in', signIn: { state: 'idle' } });
    },

    // Secrets first: an account that is no longer shown must not leave a token behind.
    'account.sign-out': async ({ id }) => {
      if (!own(read().accounts, id)) return;
      await deeds.signOut(id);
      dispatch({ type: 'account-removed', id });
    },

    'catalog.refresh': () => deeds.refresh(),

    'forward.set': ({ id, on }) => {
      if (!mayWish(id)) throw gone(id);
      dispatch({ type: 'wished', id, on });
    },

    // What can be done is done; the answer names the first that cannot.
    'forwards.set': ({ ids, on }) => {
      dispatch({ type: 'all-wished', ids: ids.filter(mayWish), on });
      const unknown = ids.find((id) => !mayWish(id));
      if (unknown !== undefined) throw gone(unknown);
    },

    'forward.retry': ({ id }) => {
      if (!own(read().forwards, id)) throw gone(id);
      deeds.retry([id]);
    },

    'forwards.stop-all': () => dispatch({ type: 'all-wished', ids: Object.keys(read().forwards), on: false }),

    'copy.address': ({ tunnelId }) => {
      const address = addressOf(tunnelOf(tunnelId));
      if (!address) throw notOpen();
      return deeds.copy(hostPort(address));
    },

    'copy.hostname': ({ tunnelId, hostname }) => {
      if (!tunnelOf(tunnelId).hostnames.includes(hostname)) throw notOpen();
      return deeds.copy(hostname);
    },

    'copy.hosts-lines': () => {
      const lines = renderManualLines(manualEntries(read()));
      if (lines === '') throw new Failure('not-open', { args: { name: 'No port with a name' } });
      return deeds.copy(lines);
    },

    'open.address': ({ tunnelId }) => {
      const { port, status } = tunnelOf(tunnelId);
      if (status.kind !== 'open' || port.protocol !== 'HTTP') throw notOpen();
      return deeds.openAddress(`http://${hostPort(status.address)}/`);
    },

    'forward.guard': ({ id, guard }) => {
      if (!own(read().forwards, id)) throw gone(id);
      dispatch({ type: 'guard-chosen', id, guard });
    },

    'hostnames.set': ({ on }) => dispatch({ type: 'hostnames-changed', change: { wished: on } }),
    'hostnames.allow': () => deeds.allowHostnames(),
    'hostnames.repair': () => deeds.repairHostnames(),
    'hostnames.prefer': ({ name, id }) => {
      const forward = own(read().forwards, id);
      if (!forward) throw gone(id);
      const wanted = name.toLowerCase();
      const has = Object.values(forward.tunnels).some((tunnel) =>
        tunnel.hostnames.some((each) => each.toLowerCase() === wanted),
      );
      if (!has) throw notOpen();
      const preferred = { ...read().hostnames.preferred, [wanted]: id };
      dispatch({ type: 'hostnames-changed', change: { preferred } });
    },

    'settings.change': ({ settings }) => dispatch({ type: 'settings-changed', change: settings }),
    'problem.dismiss': ({ key }) => dispatch({ type: 'problem-healed', key }),
    'window.show': () => deeds.showWindow(),
    'log.show': () => deeds.showLog(),
    quit: () => deeds.quit(),
  };

  return async (command) => {
    try {
      const handler = handlers[command.type] as (command: Command) => Promise<void> | void;
      await handler(command);
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: toProblem(error, command.type) };
    }
  };
}
