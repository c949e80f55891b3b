/** Put before the words of the command line by what starts this program as the command (`assets/command`). */
const COMMAND_SWITCH = '--portside-command';
/** As in `elevation-plan.ts`, of which the first code that runs is to hold nothing. */
export const HELPER_WORD = '--portside-helper';

/** What the program was started for. */
type WayIn =
  | { readonly as: 'app' }
  | { readonly as: 'helper' }
  | { readonly as: 'command'; readonly words: readonly string[] };

const ANSWERS: ReadonlySet<string> = new Set(['-h', '--help', '-v', '--version']);

/** A word, or a question that every command answers. Switches of Chromium and links are the app's. */
const isForCommand = (first: string) => ANSWERS.has(first) || !(first.startsWith('-') || first.includes('://'));

/**
 * By its arguments. A packaged program is a command by its first word as well: an AppImage is one file, and starts nothing
 * else. What stands behind `--` is another program's, and may look like anything.
 */
export function wayIn(argv: readonly string[], { isPackaged }: { readonly isPackaged: boolean }): WayIn {
  const args = argv.slice(1);
  const end = args.indexOf('--');
  const ours = end < 0 ? args : args.slice(0, end);
  if (ours.includes(COMMAND_SWITCH)) return { as: 'command', words: end < 0 ? [] : args.slice(end + 1) };
  // An AppImage puts this before what it was given, where no sandbox can be made.
  const given = args[0] === '--no-sandbox' ? args.slice(1) : args;
  const [first] = given;
  if (isPackaged && first !== undefined && isForCommand(first)) return { as: 'command', words: given };
  return { as: ours.some((each) => each.startsWith(HELPER_WORD)) ? 'helper' : 'app' };
}
