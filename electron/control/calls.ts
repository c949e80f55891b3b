import type { Ack, Command } from '../contract/command.ts';
import { Failure } from '../contract/failure.ts';
import type { SessionState } from '../contract/session.ts';
import type { KitFormat } from '../contract/kit-formats.ts';
import type { Call, CallOf, Environment } from './protocol.ts';
import { listReport, report } from './report.ts';

export type CallParts = {
  readonly read: () => SessionState;
  readonly perform: (command: Command) => Promise<Ack>;
  /** Rejects with a `Failure`. */
  readonly environment: (forwardId: string) => Promise<Environment>;
  /** Rejects with a `Failure`. */
  readonly text: (tunnelId: string, format: KitFormat) => Promise<string>;
};

type Calls = { readonly [T in Call['call']]: (call: CallOf<T>) => unknown };

/** What each call does. A call goes through the same commands as a click, so nothing is allowed here that is not there. */
export function createCalls({ read, perform, environment, text }: CallParts): (call: Call) => Promise<unknown> {
  const order = async (command: Command): Promise<void> => {
    const ack = await perform(command);
    if (!ack.ok) throw new Failure(ack.problem.code, ack.problem.args ? { args: ack.problem.args } : {});
  };
  const table: Calls = {
    status: () => report(read()),
    watch: () => report(read()),
    list: () => listReport(read()),
    set: ({ ids, on, confirmed = false }) => order({ type: 'forwards.set', ids, on, ...(confirmed && { confirmed }) }),
    profile: ({ profile: id, on, confirmed = false }) =>
      order({ type: 'profile.set', id, on, ...(confirmed && { confirmed }) }),
    'stop-all': () => order({ type: 'forwards.stop-all' }),
    copy: ({ tunnelId, format }) =>
      order(format ? { type: 'kit.copy', tunnelId, format } : { type: 'copy.address', tunnelId }),
    text: ({ tunnelId, format }) => text(tunnelId, format),
    environment: ({ forward }) => environment(forward),
    show: () => order({ type: 'window.show' }),
  };
  return async (call) => (table[call.call] as (call: Call) => unknown)(call);
}

/** What the audit says of a call; undefined for those that only look. */
export function noteOf(call: Call): string | undefined {
  switch (call.call) {
    case 'status':
    case 'list':
    case 'watch':
    case 'show':
      return undefined;
    case 'set':
      return `${call.on ? 'up' : 'down'} ${call.ids.map(shortKey).join(', ').slice(0, 200)}`;
    case 'profile':
      return `${call.on ? 'up' : 'down'} ${call.profile.slice(0, 100)}`;
    case 'stop-all':
      return 'stop all';
    case 'copy':
    case 'text':
      return `${call.call} ${call.format ?? 'address'} of ${shortKey(call.tunnelId)}`;
    case 'environment':
      return `environment ${shortKey(call.forward)}`;
  }
}

/** `<project>/<kind>/<resource>` of a key that has account and team before it. */
const shortKey = (key: string): string => key.split('/').slice(-3).join('/');
