import { defaultSettings } from '../../contract/settings.ts';
import type { Ground, TableOf } from './table.ts';

export type AppDeeds = {
  readonly showWindow: () => void;
  readonly showLog: () => Promise<void> | void;
  readonly quit: () => Promise<void> | void;
};

export function appCommands(
  { dispatch }: Ground,
  deeds: AppDeeds,
): TableOf<'settings.change' | 'settings.reset' | 'problem.dismiss' | 'window.show' | 'log.show' | 'quit'> {
  return {
    'settings.change': ({ settings }) => dispatch({ type: 'settings-changed', change: settings }),
    'settings.reset': () => dispatch({ type: 'settings-changed', change: defaultSettings }),
    'problem.dismiss': ({ key }) => dispatch({ type: 'problem-healed', key }),
    'window.show': () => deeds.showWindow(),
    'log.show': () => deeds.showLog(),
    quit: () => deeds.quit(),
  };
}
