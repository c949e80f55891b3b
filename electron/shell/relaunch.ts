/** Marks a start that follows a crash, so that a second crash soon after is the end. */
const AFTER_CRASH = '--after-crash';
/** Who has run this long since its crash is well again. */
const WELL_MS = 10 * 60_000;

type Run = { readonly ranMs: number; readonly isShown: boolean };

/** Arguments to start again with after a crash, without the program itself; undefined where this was the second one. */
export function relaunchArguments(argv: readonly string[], { ranMs, isShown }: Run): readonly string[] | undefined {
  const given = argv.slice(1);
  if (given.includes(AFTER_CRASH) && ranMs < WELL_MS) return undefined;
  const kept = given.filter((argument) => argument !== AFTER_CRASH && argument !== '--hidden');
  return [...kept, AFTER_CRASH, ...(isShown ? [] : ['--hidden'])];
}
