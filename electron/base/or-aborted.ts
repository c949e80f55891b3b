/**
 * What the promise gives, or the signal's reason as soon as it is aborted, whether the promise heeds the signal or not.
 * A value that comes too late is handed to `onLate`, so that it can be closed.
 */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal, onLate?: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    const follow = async () => {
      try {
        const value = await promise;
        if (signal.aborted) onLate?.(value);
        resolve(value);
      } catch (error) {
        reject(error);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    void follow();
  });
}
