/** Waits for facts: each is looked at whenever something happened. */
export function createFacts() {
  const waiting = new Set<() => void>();
  return {
    check() {
      for (const look of waiting) look();
    },
    until: (fact: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!fact()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
