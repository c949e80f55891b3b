import type { AddressRange } from '../../electron/engine/limits.ts';
import type { OpenOptions } from './engine-process.ts';
import { addressesIn, troublesIn, waitUntil } from './live.ts';
import { startProcess } from './processes.ts';
import type { Sample, Subject, Told } from './subject.ts';

const START_MS = 60_000;

/** The engine in a Node of its own. */
export function startEngineSubject(range: AddressRange): Subject {
  const remote = startProcess('engine-process.ts');
  const forwards = () => remote.call<Told[]>('forwards');
  return {
    pid: remote.pid,
    async start({ url, tokens, ca }, members) {
      await remote.call('open', { host: url, token: tokens.team, ca, range, members } satisfies OpenOptions);
      let last: Told[] = [];
      const what = () => `all ports to be open: ${JSON.stringify(troublesIn(last))}`;
      return waitUntil(what, START_MS, async () => addressesIn((last = await forwards()), members));
    },
    forwards,
    setToken: (token, retry) => remote.call('setToken', { token, retry }),
    check: () => remote.call('check'),
    sample: () => remote.call<Sample>('sample'),
    complaints: () => remote.call<string[]>('complaints'),
    close: () => remote.call('close'),
    kill: remote.close,
  };
}
