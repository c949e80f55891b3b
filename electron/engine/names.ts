import { lookup as askSystem, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

export type Names = {
  readonly lookup: LookupFunction;
  /** What was said so far may be wrong: the system is asked again. */
  readonly forget: () => void;
};

type Answer = { readonly addresses: readonly LookupAddress[]; readonly at: number };

/**
 * Asks the system for a name's addresses, and answers from that for `keepMs`. Each question costs a thread that reads the
 * hosts file or waits for the network: with many short connections a third of all that a dial costs. Failures are not kept.
 */
export function createNames(keepMs: number, ask: typeof askSystem = askSystem): Names {
  let known = new Map<string, Answer>();

  const lookup: LookupFunction = (name, options, callback) => {
    const tell = (addresses: readonly LookupAddress[]) => {
      const [first] = addresses;
      if (options.all === true) callback(null, [...addresses]);
      else if (first) callback(null, first.address, first.family);
    };
    const key = JSON.stringify([name, options.family, options.hints]);
    const answer = known.get(key);
    if (answer && performance.now() - answer.at < keepMs) {
      process.nextTick(tell, answer.addresses);
      return;
    }
    const book = known;
    ask(name, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, options.all === true ? [] : '');
        return;
      }
      // Asked before something was forgotten, it is an answer of then.
      if (book === known) known.set(key, { addresses, at: performance.now() });
      tell(addresses);
    });
  };

  return {
    lookup,
    forget() {
      known = new Map();
    },
  };
}
