import type { Forward, ForwardId, Tunnel } from '../contract/forward.ts';
import { describe } from '../contract/problem.ts';
import { addressOf } from '../contract/session.ts';
import type { Observation } from '../engine/face.ts';
import type { Account } from '../forwarding/account.ts';
import { openForwards } from '../forwarding/forwards.ts';
import { conflictSentence, createNames, leadingTo, type Names } from '../forwarding/names.ts';
import type { Helper } from '../system/elevation-helper.ts';
import { openAddresses, stateFile } from './addresses.ts';
import type { Output } from './output.ts';
import type { Found } from './targets.ts';
import { sentenceOf } from './sentence.ts';
import { createWatch, type Watch } from './watch.ts';
import { logTo, USER_AGENT, type World } from './world.ts';

const OPEN_TIMEOUT_MS = 15_000;

export type ServeOptions = {
  readonly account: Account;
  readonly found: Found;
  /** Not each target was asked for by name. */
  readonly isAll: boolean;
  /** The hosts file to write names to; absent means none. */
  readonly hostsFile: string | undefined;
  /** Writes that file where this process may not. */
  readonly helper: Helper | undefined;
  readonly isVerbose: boolean;
};

type Seen = Extract<Observation, { type: 'forward' }>;

/** Runs until the signal, or until there is nothing left that could open. Resolves with the exit code. */
export async function serve(world: World, output: Output, options: ServeOptions): Promise<number> {
  const { account, found, isAll, hostsFile, helper, isVerbose } = options;
  const { signal } = world;
  const log = logTo(world, isVerbose);
  const watch = createWatch(found.wishes, output, { isAll });
  const addresses = openAddresses(stateFile(world));
  const keeper = hostsFile === undefined ? undefined : keepNames(createNames(hostsFile, helper), output);
  for (const trouble of found.troubles) output.warn(sentenceOf(trouble));
  const end = endOf(watch, output, signal);
  let told = Promise.resolve();

  /** A port is told when its names lead to it, so each observation waits for the one before. */
  async function tell(observation: Seen): Promise<void> {
    watch.observe(keeper ? await keeper.update(observation) : observation);
    end.look();
  }

  const forwards = openForwards({
    report(observation) {
      if (observation.type === 'placed') addresses.remember(observation.key, observation.host);
      if (observation.type !== 'forward') return;
      const before = told;
      told = (async () => {
        await before;
        await tell(observation);
      })();
    },
    onRoute: (wished, { plans }) =>
      watch.listed(
        wished,
        plans.map(({ port }) => port.number),
      ),
    ...(isVerbose && { onConnection: (tunnel, what, end) => log.info(`connection ${what}`, { tunnel, ...end }) }),
    places: addresses.book,
    userAgent: USER_AGENT,
    log,
    helper,
  });
  forwards.admit(account);
  forwards.engine.reconcile(found.wishes);
  end.look();
  const isHopeless = await end.reached;
  const isUnmet = isHopeless || found.troubles.length > 0 || watch.isUnmet() || keeper?.hasFailed() === true;
  await forwards.close();
  await told;
  await keeper?.clear();
  return isUnmet ? 1 : 0;
}

/** When it is over: the user says so, or nothing is open and nothing that was open can come back. */
function endOf(watch: Watch, output: Output, signal: AbortSignal) {
  let isLate = false;
  let isReady = false;
  let isOver = false;
  let finish: (isHopeless: boolean) => void = () => {};
  const reached = new Promise<boolean>((resolve) => (finish = resolve));

  function look(): void {
    const counts = isOver ? undefined : watch.counts(isLate);
    if (!counts) return;
    const isFirst = !isReady;
    isReady = true;
    if (isFirst) {
      clearTimeout(timer);
      output.ready(counts);
    }
    if (counts.open > 0 || (counts.retrying > 0 && !isFirst)) return;
    output.warn(`Nothing ${isFirst ? 'could be' : 'is'} forwarded${isLate && isFirst ? ' in time' : ''}.`);
    isOver = true;
    finish(true);
  }

  const timer = setTimeout(() => {
    isLate = true;
    look();
  }, OPEN_TIMEOUT_MS);
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    finish(false);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return { look, reached };
}

/** Names of all ports that are bound, in the hosts file. */
function keepNames(names: Names, output: Output) {
  const tunnels = new Map<ForwardId, Forward['tunnels']>();
  const told = new Set<string>();
  let failed = false;

  async function write() {
    const all = [...tunnels.values()].flatMap((each) => Object.values(each));
    const kept = await names.set(
      all.flatMap((tunnel) => {
        const address = addressOf(tunnel);
        return address ? [{ address: address.host, names: tunnel.hostnames }] : [];
      }),
    );
    if (kept.problem && !failed) output.warn(describe(kept.problem).text);
    failed ||= kept.problem !== undefined;
    for (const sentence of kept.conflicts.map(conflictSentence)) {
      if (!told.has(sentence)) output.warn(sentence);
      told.add(sentence);
    }
    return kept;
  }

  return {
    /** The same observation, with the names alone that lead to its ports. */
    async update(observation: Seen): Promise<Seen> {
      tunnels.set(observation.id, observation.tunnels);
      const kept = await write();
      const leading = (tunnel: Tunnel): Tunnel => {
        const address = addressOf(tunnel);
        return address ? { ...tunnel, hostnames: leadingTo(address.host, tunnel.hostnames, kept) } : tunnel;
      };
      return {
        ...observation,
        tunnels: Object.fromEntries(Object.entries(observation.tunnels).map(([id, each]) => [id, leading(each)])),
      };
    },
    hasFailed: () => failed,
    async clear(): Promise<void> {
      tunnels.clear();
      await write();
    },
  };
}
