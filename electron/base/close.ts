export type Closeable = { readonly close: () => Promise<void> | void };

/**
 * Closes in reverse order, each within what is left of `budgetMs`. One that fails or hangs does not stop the others;
 * returns what went wrong, in the order it happened.
 */
export async function closeAll(parts: readonly (Closeable | undefined)[], budgetMs: number): Promise<Error[]> {
  const deadline = Date.now() + budgetMs;
  const failures: Error[] = [];
  for (const part of parts.toReversed()) {
    if (!part) continue;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('did not close in time')), Math.max(0, deadline - Date.now()));
    });
    try {
      await Promise.race([part.close(), late]);
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
    } finally {
      clearTimeout(timer);
    }
  }
  return failures;
}
