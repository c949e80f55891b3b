import type { Log } from '../base/log.ts';
import { createSerial } from '../base/serial.ts';
import { sleep } from '../base/sleep.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { Hostnames, WantedNames } from '../contract/hostnames.ts';
import { problem } from '../contract/problem.ts';
import { keepAliases } from './aliases.ts';
import type { Helper } from './elevation-helper.ts';
import { barrierOf, type Barrier } from './hostnames-barrier.ts';
import { isForbidden, openHostsFile, refusalOf } from './hostnames-file.ts';
import { look, type Seen } from './hostnames-look.ts';
import { leftoversIn, namesIn } from './hostnames-plan.ts';
import { countReverts } from './hostnames-reverts.ts';
import { sayTheSame, type HostsEntry } from './hosts-block.ts';
import { keepRelays, type RelayKeeper } from './relays.ts';

export type HostnameParts = {
  /** What the user wishes now, and the names that open forwards want. */
  readonly wanted: () => WantedNames & { readonly wished: boolean };
  readonly report: (change: Partial<Hostnames>) => void;
  /** The system's hosts file, and where backups go that this process makes itself. */
  readonly path: string;
  readonly backupDirectory: string;
  /** Of the block that this process writes itself; the helper has one of its own. */
  readonly owner: () => Promise<string>;
  /** Asks the user for permission; rejects with a `Failure`. */
  readonly elevate: (signal: AbortSignal) => Promise<Helper>;
  /** Has the system forget what it looked up before. */
  readonly flush: () => Promise<readonly string[]>;
  readonly log: Log;
  /** A burst of changes is written once: how long one may last. */
  readonly settleMs?: number;
  /** When to look whether what was written is still there. */
  readonly recheckMs?: number;
  /** When to look whether another Portside still has names that are wanted here. */
  readonly othersMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
};

export type HostnameKeeper = {
  /** Wish, forwards or choices may have changed. */
  readonly changed: () => void;
  /** Looks at the file again, as when the window comes to the front. */
  readonly check: () => void;
  /** The user is ready for the prompt, or wants what failed to be tried again. */
  readonly allow: () => void;
  /** Takes out what was left by others. Rejects with a `Failure`. */
  readonly repair: () => Promise<void>;
  /** Makes a loopback address where the system needs that and the helper runs; else nothing happens. */
  readonly alias: (address: string) => Promise<void>;
  /** Has the helper listen where this process may not, for as long as it runs; see `RelayKeeper`. */
  readonly relay: RelayKeeper['want'];
  /** Takes our lines out and ends the helper. Idempotent. */
  readonly close: () => Promise<void>;
};

/** A helper that takes longer to clean up does so when this process is gone. */
const CLOSE_MS = 2500;

/**
 * Keeps our block of the hosts file equal to what is wanted: nothing is written that is there already, and nobody is asked
 * for a permission unless `allow` or `repair` says that the user expects it. What keeps it from working stands until the
 * user says so, too.
 */
export function keepHostnames(parts: HostnameParts): HostnameKeeper {
  const { wanted, report, path, log, settleMs = 200, recheckMs = 1000, othersMs = 3000, now = Date.now } = parts;
  const serial = createSerial();
  const relays = keepRelays({ log });
  const aliases = keepAliases({ log });
  const file = openHostsFile({
    path,
    backupDirectory: parts.backupDirectory,
    owner: parts.owner,
    onWritten: async () => {
      for (const failed of await parts.flush()) log.warn('names not flushed', { failed });
    },
  });
  let helper: Helper | undefined;
  let asking: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;
  let barrier: Barrier | undefined;
  /** What we wrote last and saw in the file. */
  let written: readonly HostsEntry[] | undefined;
  const reverts = countReverts(now);
  let seenKey = '';
  let settle: NodeJS.Timeout | undefined;
  let recheck: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;

  async function see(mayWrite: boolean): Promise<Seen> {
    const all = wanted();
    seenKey = JSON.stringify(all);
    return await look({ wanted: all, path, owner: helper?.owner ?? (await parts.owner()), mayWrite });
  }

  function isReverted({ mine }: Seen): boolean {
    if (!written || sayTheSame(mine, written)) return false;
    log.warn('our lines were taken out of the hosts file');
    return reverts.another();
  }

  async function sync(): Promise<void> {
    if (closed) return;
    const mayWrite = helper !== undefined || (await file.isWritable());
    let seen = await see(mayWrite);
    if (isReverted(seen)) barrier = barrierOf(problem('hosts-reverted'));
    if (!seen.wished) barrier = undefined;
    written = undefined;
    let trouble = barrier;
    if (!seen.isRight && mayWrite && !(barrier && seen.wished)) {
      try {
        await file.apply(seen.entries, helper);
        seen = await see(mayWrite);
        lookAgain(recheckMs);
      } catch (error) {
        log.warn('hosts file not written', { error });
        if (!isForbidden(error)) trouble = barrierOf(refusalOf(error));
      }
    }
    if (seen.isRight && mayWrite) written = seen.entries;
    // The other one gives its names back when it ends, and tells nobody.
    if (seen.conflicts.some(({ owner }) => owner === 'portside')) lookAgain(othersMs);
    tell(seen, trouble, mayWrite);
  }

  function lookAgain(afterMs: number): void {
    clearTimeout(recheck);
    recheck = setTimeout(check, afterMs).unref();
  }

  function tell(
    { wished, text, entries, conflicts, isRight, blocks, owner }: Seen,
    trouble: Barrier | undefined,
    mayWrite: boolean,
  ): void {
    const leftovers = leftoversIn(text, isRight ? undefined : blocks, owner);
    const found = { conflicts: wished ? conflicts : [], leftovers };
    const names = isRight ? namesIn(entries).length : 0;
    if (asking) report({ ...found, kept: 0, state: 'asking' });
    else if (!wished) report({ ...found, kept: 0, state: 'off' });
    else if (trouble) report({ ...found, kept: 0, ...trouble });
    else if (isRight && mayWrite) report({ ...found, kept: names, state: 'kept', how: helper ? 'helper' : 'direct' });
    else if (isRight && names > 0) report({ ...found, kept: names, state: 'kept' });
    else report({ ...found, kept: 0, state: 'waiting' });
  }

  const run = (): Promise<void> =>
    // After the end there is one last job, which must not be replaced by a newer one.
    closed
      ? Promise.resolve()
      : serial.run('hosts', async () => {
          try {
            await sync();
          } catch (error) {
            log.warn('hosts file not kept', { error });
            report({ kept: 0, ...(wanted().wished ? barrierOf(refusalOf(error)) : { state: 'off' }) });
          }
        });

  const check = (): void => void (closed ?? run());

  async function ask(): Promise<void> {
    const controller = new AbortController();
    const work = async (): Promise<void> => {
      try {
        const started = await parts.elevate(controller.signal);
        if (closed) return await started.close();
        helper = started;
        relays.use(started);
        aliases.use(started);
        void started.ended.then(() => onHelperGone(started));
      } catch (error) {
        log.warn('no permission', { error });
        barrier = barrierOf(toProblem(error, 'elevation'));
      }
    };
    const done = work().finally(() => {
      asking = undefined;
    });
    asking = { done, controller };
    report({ state: 'asking' });
    await done;
  }

  function onHelperGone(gone: Helper): void {
    if (closed || helper !== gone) return;
    log.warn('the helper has ended');
    helper = undefined;
    relays.use(undefined);
    aliases.use(undefined);
    written = undefined;
    barrier = barrierOf(problem('helper-lost'));
    check();
  }

  /** Makes sure that we may write, by asking if need be; returns why we may not. Never asks twice at once. */
  async function permit(): Promise<Barrier | undefined> {
    barrier = undefined;
    reverts.forget();
    if (!helper && !(await file.isWritable()) && !closed) await (asking?.done ?? ask());
    return barrier;
  }

  async function allow(): Promise<void> {
    if (wanted().wished) await permit();
    await run();
  }

  async function repair(): Promise<void> {
    const why = (await permit())?.problem;
    try {
      if (why) throw new Failure(why.code, why.args && { args: why.args });
      await file.repair(helper);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('hosts-refused', { args: { reason: String(error) }, cause: error });
    } finally {
      written = undefined;
      await run();
    }
  }

  async function close(): Promise<void> {
    clearTimeout(settle);
    clearTimeout(recheck);
    asking?.controller.abort();
    const left = new AbortController();
    await Promise.all([asking?.done, serial.run('hosts', async () => {})]);
    if (helper) await Promise.race([helper.close(), sleep(CLOSE_MS, left.signal).catch(() => {})]);
    else if (written && written.length > 0) await file.apply([], undefined);
    left.abort();
  }

  return {
    changed: () => {
      if (closed || settle) return;
      settle = setTimeout(() => {
        settle = undefined;
        if (JSON.stringify(wanted()) !== seenKey) check();
      }, settleMs).unref();
    },
    check,
    allow: () => void allow(),
    repair,
    relay: relays.want,
    alias: aliases.want,
    close: () => (closed ??= Promise.resolve().then(close)),
  };
}
