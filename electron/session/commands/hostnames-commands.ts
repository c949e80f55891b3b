import { own } from '../records.ts';
import { gone, notOpen, type Ground, type TableOf } from './table.ts';

export type HostnamesDeeds = {
  /** May open the system's permission prompt; what comes of it arrives as state. */
  readonly allowHostnames: () => void;
  /** Rejects with a `Failure` where what was left could not be removed. May open the prompt. */
  readonly repairHostnames: () => Promise<void> | void;
};

export function hostnamesCommands(
  { dispatch, read }: Ground,
  deeds: HostnamesDeeds,
): TableOf<'hostnames.set' | 'hostnames.allow' | 'hostnames.repair' | 'hostnames.prefer'> {
  return {
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
  };
}
