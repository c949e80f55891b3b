import { sleep } from '../base/sleep.ts';
import { Failure } from '../contract/failure.ts';
import { createAliasMaker, type AliasParts } from './alias-maker.ts';
import type { Relay } from './elevation-plan.ts';
import type { Audit } from './helper-audit.ts';
import { backupIn, type HelperPlaces } from './helper-places.ts';
import type { Relays } from './helper-relays.ts';
import { flushCommands, flushNames } from './hostnames-flush.ts';
import { readBlock } from './hosts-block.ts';
import { changeBlock, stripNow, type BlockChange } from './hosts-change.ts';
import { readHosts } from './hosts-file.ts';
import { livingOwners } from './hosts-owners.ts';
import type { HostsEntry } from './hosts-scan.ts';
import { needsAlias } from './loopback.ts';

/** All that the helper can do. Rejects with a `Failure` or the system's error. */
export type HelperDeeds = {
  readonly owner: string;
  readonly apply: (entries: readonly HostsEntry[]) => Promise<void>;
  readonly alias: (address: string, act: 'add' | 'remove') => Promise<void>;
  /** Never rejects: what listens is in the status. */
  readonly relay: (relays: readonly Relay[]) => Promise<void>;
  readonly repair: () => Promise<void>;
  readonly status: () => Promise<{
    readonly names: number;
    readonly aliases: number;
    readonly relays: readonly string[];
  }>;
  /** Takes back all that was done here. Never rejects: what cannot be undone now stands in the log. */
  readonly undo: () => Promise<void>;
  /** Only takes our lines out, before it returns: the system ends all programs the moment after. Never throws. */
  readonly undoNow: () => void;
};

export type DeedParts = {
  readonly places: HelperPlaces;
  readonly audit: Audit;
  /** Of the block that this helper writes: not what the app says, which could name another one's. */
  readonly owner: string;
  /** Ports that it hands on; the helper's own unless a test says otherwise. */
  readonly relays: Relays;
} & Pick<AliasParts, 'hasAddress' | 'run'>;

/** Another program may hold the file at the very moment, an antivirus for instance. */
const UNDO_TRIES = 5;
const UNDO_PAUSE_MS = 500;

export function createDeeds({ places, audit, owner, relays, hasAddress, run }: DeedParts): HelperDeeds {
  const { hostsFile: path, platform } = places;
  const backupDirectory = backupIn(places);
  const aliases = createAliasMaker({ platform, hasAddress, run, note: audit });
  let isTouched = false;

  async function change(what: string, to: BlockChange['to']): Promise<void> {
    const outcome = await changeBlock({ path, backupDirectory, owner, to, platform });
    audit(what, { outcome });
    if (outcome === 'unchanged') return;
    for (const failed of await flushNames(flushCommands(platform, places.systemDirectory)))
      audit('flush failed', { failed });
  }

  async function alias(address: string, act: 'add' | 'remove'): Promise<void> {
    if (!needsAlias(address, platform))
      throw new Failure('hosts-refused', { args: { reason: 'no alias is needed here' } });
    await aliases.alias(address, act);
  }

  async function undoBlock(): Promise<void> {
    for (let tries = 1; isTouched; tries += 1) {
      try {
        await change('strip', []);
        isTouched = false;
      } catch (error) {
        audit('not stripped', { error: String(error), tries });
        if (tries >= UNDO_TRIES) return;
        await sleep(UNDO_PAUSE_MS);
      }
    }
  }

  return {
    owner,
    async apply(entries) {
      // Before it is done: a write that fails half-way is undone as well.
      isTouched = true;
      await change(`apply ${entries.flatMap(({ names }) => names).length} names`, entries);
    },
    alias,
    relay: (wanted) => relays.set(wanted),
    repair: () => change('repair', 'repaired'),
    async status() {
      const text = await readHosts(path);
      const { entries } = readBlock(text, await livingOwners(text, owner));
      return { names: entries.flatMap(({ names }) => names).length, aliases: aliases.count(), relays: relays.up() };
    },
    async undo() {
      // First, since the connections hold files open that the next step needs.
      await relays.close();
      await undoBlock();
      await aliases.undo();
    },
    undoNow() {
      if (!isTouched) return;
      try {
        stripNow({ path, backupDirectory, owner });
        audit('stripped as the session ends');
      } catch (error) {
        audit('not stripped', { error: String(error) });
      }
    },
  };
}
