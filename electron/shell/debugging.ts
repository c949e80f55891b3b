/** Chromium's ways to let another program act as the page. */
const SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe'] as const;

type Start = {
  readonly isPackaged: boolean;
  /** Node's inspector listens: only a package that was made for tests allows that. */
  readonly isInspected: boolean;
  readonly hasSwitch: (name: string) => boolean;
};

/**
 * The switch for which the app is not to start, since fuses do not cover it: a program that starts the app so gets what only
 * the user may allow, with the tokens that the key store gives to this program alone.
 */
export function refusedSwitch({ isPackaged, isInspected, hasSwitch }: Start): string | undefined {
  return isPackaged && !isInspected ? SWITCHES.find(hasSwitch) : undefined;
}
