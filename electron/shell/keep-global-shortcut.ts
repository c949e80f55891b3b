import { globalShortcut } from 'electron';
import { problem } from '../contract/problem.ts';
import type { Store } from '../session/store.ts';

/** Registers the shortcut of the settings with the system, and says where the system gives it to nobody or to another. */
export function keepGlobalShortcut(
  { read, dispatch, subscribe }: Store,
  onPress: () => void,
): { readonly close: () => void } {
  let registered = '';

  const register = (accelerator: string): boolean => {
    try {
      return globalShortcut.register(accelerator, onPress);
    } catch {
      // Electron throws for keys that this system does not have.
      return false;
    }
  };
  const apply = () => {
    const { globalShortcut: wished } = read().settings;
    if (registered) globalShortcut.unregister(registered);
    registered = wished && register(wished) ? wished : '';
    const failed = wished !== registered;
    const shortcutProblem = failed ? problem('shortcut-taken', { keys: wished.replaceAll('+', ' + ') }) : undefined;
    dispatch({ type: 'desktop-changed', change: { shortcutProblem } });
  };
  if (read().settings.globalShortcut) apply();
  const unsubscribe = subscribe((next, previous) => {
    if (next.settings.globalShortcut !== previous.settings.globalShortcut) apply();
  });
  return {
    close: () => {
      unsubscribe();
      if (registered) globalShortcut.unregister(registered);
    },
  };
}
