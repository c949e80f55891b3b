/**
 * Runs jobs of one key one after another; a job that is still waiting when a newer one of its key arrives is dropped,
 * because only the latest wish counts. `run` resolves when its job has ended or was dropped.
 */
export function createSerial(): { readonly run: (key: string, job: () => Promise<void>) => Promise<void> } {
  const busy = new Map<string, { next: (() => Promise<void>) | undefined; readonly done: Promise<void> }>();
  return {
    run(key, job) {
      const running = busy.get(key);
      if (running) {
        running.next = job;
        return running.done;
      }
      const entry: { next: (() => Promise<void>) | undefined; done: Promise<void> } = {
        next: job,
        done: Promise.resolve(),
      };
      entry.done = (async () => {
        try {
          while (entry.next) {
            const current = entry.next;
            entry.next = undefined;
            await current();
          }
        } finally {
          busy.delete(key);
        }
      })();
      busy.set(key, entry);
      return entry.done;
    },
  };
}
