import { Failure } from '../contract/failure.ts';
import type { KitFormat } from '../contract/kit-formats.ts';
import { addressOf, type SessionState } from '../contract/session.ts';
import type { CallParts } from '../control/calls.ts';
import { rewrittenValues, type Kit } from '../kit/kit.ts';

type Parts = {
  readonly read: () => SessionState;
  /** With its credentials; rejects with a `Failure`. */
  readonly kitOf: (tunnelId: string) => Promise<Kit>;
  readonly textOf: (tunnelId: string, format: KitFormat) => Promise<string>;
};

/** Connection strings and variables for programs that the user has let in. */
export function createHandOut({ read, kitOf, textOf }: Parts): Pick<CallParts, 'environment' | 'text'> {
  return {
    text: textOf,
    async environment(forwardId) {
      const { forwards } = read();
      const tunnels = Object.hasOwn(forwards, forwardId) ? Object.values(forwards[forwardId]?.tunnels ?? {}) : [];
      const bound = tunnels.find((tunnel) => addressOf(tunnel));
      if (!bound) throw new Failure('not-open');
      return Object.fromEntries(rewrittenValues(await kitOf(bound.id)).values);
    },
  };
}
