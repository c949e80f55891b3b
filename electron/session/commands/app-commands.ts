import { defaultSettings } from '../../contract/settings.ts';
import type { Ground, TableOf } from './table.ts';

export type AppDeeds = {
  readonly showLog: () => Promise<void> | void;
};

export function appCommands(
  { dispatch }: Ground,
  deeds: AppDeeds,
): TableOf<'settings.change' | 'settings.reset' | 'problem.dismiss' | 'log.show'> {
  return {
    'settings.change': ({ settings }) => dispatch({ type: 'settings-changed', change: settings }),
    'settings.reset': () => dispatch({ type: 'settings-changed', change: defaultSettings }),
    'problem.dismiss': ({ key }) => dispatch({ type: 'problem-healed', key }),
    'log.show': () => deeds.showLog(),
  };
}
