type Waiting = {
  readonly job: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Runs jobs of one key one after another; a job that is still waiting when a newer one of its key arrives is dropped,
 * because only the latest wish counts. `run` resolves when its job has ended or was dropped, and rejects with what its own
 * job threw; the next one runs all the same.
 */
export function createSerial(): { readonly run: (key: string, job: () => Promise<void>) => Promise<void> } {
  const busy = new Map<string, { next: Waiting | undefined }>();

  const work = async (key: string, first: Waiting): Promise<void> => {
    const slot: { next: Waiting | undefined } = { next: undefined };
    busy.set(key, slot);
    for (let current: Waiting | undefined = first; current; current = slot.next) {
      slot.next = undefined;
      try {
        await current.job();
        current.done();
      } catch (error) {
        current.failed(error);
      }
    }
    busy.delete(key);
  };

  return {
    run: (key, job) =>
      new Promise((done, failed) => {
        const slot = busy.get(key);
        if (!slot) {
          void work(key, { job, done, failed });
          return;
        }
        slot.next?.done();
        slot.next = { job, done, failed };
      }),
  };
}
