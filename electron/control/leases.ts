import type { Ack, Command } from '../contract/command.ts';
import type { SessionState } from '../contract/session.ts';

type Parts = { readonly read: () => SessionState; readonly perform: (command: Command) => Promise<Ack> };

/**
 * Forwards that are on for as long as a program is connected. One that was on already is nobody's lease; one that several
 * programs lease goes off with the last of them. Whatever ends a program ends its connection, so nothing stays on after it.
 */
export function createLeases({ read, perform }: Parts) {
  const holders = new Map<string, Set<symbol>>();
  const isOn = (id: string) => Object.hasOwn(read().forwards, id) && read().forwards[id]?.wish.on === true;

  return {
    /** The functions of one connection. */
    of() {
      const me = Symbol('connection');
      return {
        lease(ids: readonly string[]): void {
          for (const id of ids) {
            const held = holders.get(id);
            if (held) held.add(me);
            else if (!isOn(id)) holders.set(id, new Set([me]));
          }
        },
        /** After the switch: what it did not get on is nobody's, so that the user who switches it on later keeps it. */
        settleLease(): void {
          for (const [id, held] of holders) {
            if (isOn(id) || !held.delete(me)) continue;
            if (held.size === 0) holders.delete(id);
          }
        },
        unlease(): void {
          const ended = [...holders].filter(([, held]) => held.delete(me) && held.size === 0).map(([id]) => id);
          for (const id of ended) holders.delete(id);
          const left = ended.filter(isOn);
          if (left.length > 0) void perform({ type: 'forwards.set', ids: left, on: false });
        },
      };
    },
  };
}
