type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

/** Runs at most `count` jobs at a time, in the order they came. A job must not wait for another one of the same limiter. */
export function createLimiter(count: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= count) {
      // The one that ends hands its place on, so the count stays as it is.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
