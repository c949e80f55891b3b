import { defaultSettings, type Settings } from '../../contract/settings.ts';
import type { Ground, TableOf } from './table.ts';

export type AppDeeds = {
  /** Rejects with a `Failure` where the user does not want all tokens to go this way; asked outside of the page. */
  readonly allowNetwork: (network: Partial<Pick<Settings, 'ca' | 'proxy'>>) => Promise<void>;
  readonly showLog: () => Promise<void> | void;
};

export function appCommands(
  { dispatch, read }: Ground,
  deeds: AppDeeds,
): TableOf<'settings.change' | 'settings.reset' | 'problem.dismiss' | 'log.show'> {
  return {
    'settings.change': async ({ settings }) => {
      const before = read().settings;
      const added = (['ca', 'proxy'] as const).filter((name) => settings[name] && settings[name] !== before[name]);
      if (added.length > 0) await deeds.allowNetwork(Object.fromEntries(added.map((name) => [name, settings[name]])));
      dispatch({ type: 'settings-changed', change: settings });
    },
    'settings.reset': () => dispatch({ type: 'settings-changed', change: defaultSettings }),
    'problem.dismiss': ({ key }) => dispatch({ type: 'problem-healed', key }),
    'log.show': () => deeds.showLog(),
  };
}
