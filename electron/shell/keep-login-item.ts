import { toProblem } from '../contract/failure.ts';
import type { Store } from '../session/store.ts';
import type { LoginItem } from './login-item.ts';

/** Makes the system agree with the setting, at the start and at each change. What the user said to the system counts more. */
export function keepLoginItem({ read, dispatch, subscribe }: Store, item: LoginItem): { readonly close: () => void } {
  const apply = () => {
    try {
      item.set(read().settings.launchAtLogin);
      dispatch({ type: 'problem-healed', key: 'login-item' });
    } catch (error) {
      dispatch({ type: 'problem-raised', key: 'login-item', problem: toProblem(error, 'launch at login') });
    }
  };
  if (read().settings.launchAtLogin && !item.isAllowed()) {
    dispatch({ type: 'settings-changed', change: { launchAtLogin: false } });
  }
  apply();
  const close = subscribe((next, previous) => {
    if (next.settings.launchAtLogin !== previous.settings.launchAtLogin) apply();
  });
  return { close };
}
