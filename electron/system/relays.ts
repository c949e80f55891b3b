import type { Log } from '../base/log.ts';
import { createSerial } from '../base/serial.ts';
import type { LocalAddress } from '../contract/forward.ts';
import type { Helper } from './elevation-helper.ts';
import { PLAN_LIMITS, relayKey, type Relay } from './elevation-plan.ts';

export type RelayKeeper = {
  /**
   * Has the helper listen at this address, which this process may not, and hand connections on to our own `target` port
   * there, for as long as there is a helper; `onChange` is told when that begins and ends. Returns what ends the wish.
   */
  readonly want: (from: LocalAddress, target: number, onChange: (isUp: boolean) => void) => () => void;
  /** The helper that there is from now on. */
  readonly use: (helper: Pick<Helper, 'relay'> | undefined) => void;
};

type Wanted = { readonly relay: Relay; readonly onChange: (isUp: boolean) => void; isUp: boolean };

/** Keeps the helper's relays equal to what is wanted. A burst of changes is one request. */
export function keepRelays({ log, settleMs = 100 }: { readonly log: Log; readonly settleMs?: number }): RelayKeeper {
  const serial = createSerial();
  const wanted = new Map<string, Wanted>();
  let helper: Pick<Helper, 'relay'> | undefined;
  let settle: NodeJS.Timeout | undefined;

  function tell(asked: Iterable<Wanted>, up: ReadonlySet<string>): void {
    for (const each of asked) {
      const key = relayKey(each.relay);
      const isUp = up.has(key);
      if (wanted.get(key) !== each || each.isUp === isUp) continue;
      each.isUp = isUp;
      each.onChange(isUp);
    }
  }

  async function sync(): Promise<void> {
    const asked = helper;
    const all = [...wanted.values()];
    if (!asked) return tell(all, new Set());
    try {
      const up = await asked.relay(all.slice(0, PLAN_LIMITS.relays).map(({ relay }) => relay));
      if (asked === helper) tell(all, new Set(up));
    } catch (error) {
      log.warn('ports not relayed', { error });
      tell(all, new Set());
    }
  }

  const run = () => void serial.run('relays', sync);

  function soon(): void {
    if (settle || !helper) return;
    settle = setTimeout(() => {
      settle = undefined;
      run();
    }, settleMs).unref();
  }

  return {
    want({ host, port }, target, onChange) {
      const entry: Wanted = { relay: { address: host, port, target }, onChange, isUp: false };
      const key = relayKey(entry.relay);
      wanted.set(key, entry);
      soon();
      return () => {
        if (wanted.get(key) !== entry) return;
        wanted.delete(key);
        soon();
      };
    },
    use(next) {
      helper = next;
      if (wanted.size > 0) run();
    },
  };
}
