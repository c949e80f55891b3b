import { pause } from './cast.ts';
import { chooseFault, FAULTS, type FaultKit, type FaultName, type Injected } from './faults.ts';

/** A fault as it stands in the report; times are Unix milliseconds. */
export type LoggedFault = Omit<Injected, 'lasts'> & {
  readonly name: FaultName;
  readonly at: number;
  /** When the platform had carried it out. */
  readonly doneAt: number;
  readonly lastsMs?: number;
};

/** Faults of these kinds, by chance, one after the other and some at the same time, for `forMs`; then all of them end. */
export async function runStorm(
  kit: FaultKit,
  options: { readonly names: readonly FaultName[]; readonly forMs: number; readonly gapMs: readonly [number, number] },
  note: (fault: LoggedFault) => void,
): Promise<void> {
  const { random, platform } = kit;
  const until = Date.now() + options.forMs;
  const lasting = new Set<{ readonly undo: () => Promise<void> }>();
  const working = new Set<Promise<void>>();

  async function inject(name: FaultName): Promise<void> {
    const at = Date.now();
    const { lasts, ...told } = await FAULTS[name].run(kit);
    note({ ...told, name, at, doneAt: Date.now(), ...(lasts && { lastsMs: lasts.ms }) });
    if (!lasts) return;
    const timer = setTimeout(() => track(entry.undo()), lasts.ms);
    const entry = {
      async undo() {
        clearTimeout(timer);
        if (lasting.delete(entry)) await lasts.undo();
      },
    };
    lasting.add(entry);
  }

  const troubles: unknown[] = [];
  function track(job: Promise<void>): void {
    const done = watch();
    working.add(done);
    async function watch(): Promise<void> {
      try {
        await job;
      } catch (error) {
        troubles.push(error);
      } finally {
        working.delete(done);
      }
    }
  }

  while (Date.now() < until && troubles.length === 0) {
    track(inject(chooseFault(random, options.names)));
    await pause(random.between(...options.gapMs));
  }
  const settle = async () => {
    while (working.size > 0) await Promise.all(working);
  };
  await settle();
  for (const { undo } of lasting) track(undo());
  await settle();
  await platform.control.clearFaults();
  if (troubles.length > 0) throw troubles[0];
}
