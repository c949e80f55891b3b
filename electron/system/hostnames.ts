import type { Log } from '../base/log.ts';
import { createSerial } from '../base/serial.ts';
import { sleep } from '../base/sleep.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { Hostnames, WantedNames } from '../contract/hostnames.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Helper } from './elevation-helper.ts';
import { isForbidden, openHostsFile, refusalOf } from './hostnames-file.ts';
import { leftoversIn, namesIn, planBlock } from './hostnames-plan.ts';
import { applyBlock, type HostsEntry } from './hosts-block.ts';
import { readHosts } from './hosts-file.ts';
import { whoElseMaps } from './hosts-others.ts';
import { needsAlias } from './loopback.ts';

export type HostnameParts = {
  /** What the user wishes now, and the names that open forwards want. */
  readonly wanted: () => WantedNames & { readonly wished: boolean };
  readonly report: (change: Partial<Hostnames>) => void;
  /** The system's hosts file, and where backups go that this process makes itself. */
  readonly path: string;
  readonly backupDirectory: string;
  /** Asks the user for permission; rejects with a `Failure`. */
  readonly elevate: (signal: AbortSignal) => Promise<Helper>;
  /** Has the system forget what it looked up before. */
  readonly flush: () => Promise<readonly string[]>;
  readonly log: Log;
  /** A burst of changes is written once: how long one may last. */
  readonly settleMs?: number;
  /** When to look whether what was written is still there. */
  readonly recheckMs?: number;
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
  /** Takes our lines out and ends the helper. Idempotent. */
  readonly close: () => Promise<void>;
};

type Barrier = { readonly state: 'dismissed' | 'unavailable' | 'failed'; readonly problem: Problem };

/** So many times within this time are our lines written again after another program took them out. */
const REVERTS = { most: 2, withinMs: 10 * 60_000 };
/** A helper that takes longer to clean up does so when this process is gone. */
const CLOSE_MS = 2500;
const STATES: Partial<Record<Problem['code'], Barrier['state']>> = {
  'elevation-dismissed': 'dismissed',
  'elevation-unavailable': 'unavailable',
};

/**
 * Keeps our block of the hosts file equal to what is wanted: nothing is written that is there already, and nobody is asked
 * for a permission unless `allow` or `repair` says that the user expects it. What keeps it from working stands until the
 * user says so, too.
 */
export function keepHostnames(parts: HostnameParts): HostnameKeeper {
  const { wanted, report, path, log, settleMs = 200, recheckMs = 1000, now = Date.now } = parts;
  const serial = createSerial();
  const file = openHostsFile({
    path,
    backupDirectory: parts.backupDirectory,
    onWritten: async () => {
      for (const failed of await parts.flush()) log.warn('names not flushed', { failed });
    },
  });
  let helper: Helper | undefined;
  let asking: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;
  let barrier: Barrier | undefined;
  /** What we wrote last and saw in the file. */
  let written: readonly HostsEntry[] | undefined;
  let reverts: number[] = [];
  let seenKey = '';
  let settle: NodeJS.Timeout | undefined;
  let recheck: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;

  const barrierOf = (cause: Problem): Barrier => ({ state: STATES[cause.code] ?? 'failed', problem: cause });

  async function look() {
    const all = wanted();
    seenKey = JSON.stringify(all);
    const { wished, ...names } = all;
    const text = await readHosts(path);
    const others = names.entries.length > 0 ? await whoElseMaps(namesIn(names.entries), path) : [];
    const plan = planBlock(names, others);
    const entries = wished ? plan.entries : [];
    return { wished, text, entries, conflicts: plan.conflicts, isRight: applyBlock(text, entries) === text };
  }

  /** Someone took out what we had written: twice is not by chance. */
  function isReverted(text: string): boolean {
    if (!written || applyBlock(text, written) === text) return false;
    const at = now();
    reverts = [...reverts.filter((each) => at - each < REVERTS.withinMs), at];
    log.warn('our lines were taken out of the hosts file', { times: reverts.length });
    return reverts.length >= REVERTS.most;
  }

  async function sync(): Promise<void> {
    if (closed) return;
    let seen = await look();
    if (isReverted(seen.text)) barrier = barrierOf(problem('hosts-reverted'));
    if (!seen.wished) barrier = undefined;
    written = undefined;
    const mayWrite = helper !== undefined || (await file.isWritable());
    let trouble = barrier;
    if (!seen.isRight && mayWrite && !(barrier && seen.wished)) {
      try {
        await file.apply(seen.entries, helper);
        seen = await look();
        clearTimeout(recheck);
        recheck = setTimeout(check, recheckMs).unref();
      } catch (error) {
        log.warn('hosts file not written', { error });
        if (!isForbidden(error)) trouble = barrierOf(refusalOf(error));
      }
    }
    if (seen.isRight && mayWrite) written = seen.entries;
    tell(seen, trouble, mayWrite);
  }

  function tell(
    { wished, text, entries, conflicts, isRight }: Awaited<ReturnType<typeof look>>,
    trouble: Barrier | undefined,
    mayWrite: boolean,
  ): void {
    const found = { conflicts: wished ? conflicts : [], leftovers: leftoversIn(text, isRight) };
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

  function check(): void {
    if (!closed) void run();
  }

  async function ask(): Promise<void> {
    const controller = new AbortController();
    const work = async (): Promise<void> => {
      try {
        const started = await parts.elevate(controller.signal);
        if (closed) return await started.close();
        helper = started;
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
    written = undefined;
    barrier = barrierOf(problem('helper-lost'));
    check();
  }

  /** Makes sure that we may write, by asking if need be; returns why we may not. Never asks twice at once. */
  async function permit(): Promise<Barrier | undefined> {
    barrier = undefined;
    reverts = [];
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
    alias: async (address) => {
      if (helper && needsAlias(address, process.platform)) await helper.alias(address, 'add');
    },
    close: () => (closed ??= Promise.resolve().then(close)),
  };
}
