import { nativeTheme } from 'electron';
import type { Log } from '../base/log.ts';
import type { Ack, Command } from '../contract/command.ts';
import { emptySession } from '../contract/session.ts';
import { keepActivity } from '../session/activity.ts';
import { createStore } from '../session/store.ts';
import { openDesk } from './desk.ts';
import type { First } from './first.ts';
import { openGroups } from './groups.ts';
import { openSaved } from './saved.ts';

type Parts = {
  readonly first: First;
  readonly userData: string;
  readonly log: Log;
  /** Aborted where the app ends before it is up. */
  readonly leaving: AbortSignal;
};

type Perform = (command: Command) => Promise<Ack>;
export type Front = NonNullable<Awaited<ReturnType<typeof openFront>>>;

/** What tray and window show: the state as the last run left it, and the channels to it. */
export async function openFront({ first, userData, log, leaving }: Parts) {
  const store = createStore(emptySession, (error) => log.error('a reader of the state failed', { error }));
  const { read, subscribe } = store;
  const saved = await openSaved({ store, userData, log });
  if (leaving.aborted) return undefined;
  subscribe((next, previous) => {
    if (next.settings.theme !== previous.settings.theme) nativeTheme.themeSource = next.settings.theme;
  });
  nativeTheme.themeSource = read().settings.theme;
  const activity = keepActivity(store);
  // Before anything is opened: what was to stop while the app was away is not opened again.
  const groups = openGroups(store);

  // What is asked for before there is anybody to do it, waits.
  let begin: (perform: Perform) => void = () => {};
  const begun = new Promise<Perform>((resolve) => {
    begin = resolve;
  });
  let onVisible: ((visible: boolean) => void) | undefined;
  const perform: Perform = async (command) => (await begun)(command);
  const desk = openDesk({ store, perform, first, onVisible: (visible) => onVisible?.(visible), log });

  return {
    store,
    links: desk.links,
    /** Resolves when the window shows the state, where there is one to be seen. */
    settled: desk.settled,
    groups,
    activity,
    perform,
    /** From now on commands are done, and whoever looks at the window is told of, also who does already. */
    follow: (by: { readonly perform: Perform; readonly onVisible: (visible: boolean) => void }) => {
      ({ onVisible } = by);
      if (first.window.isVisible()) onVisible(true);
      begin(by.perform);
    },
    kept: [...saved, activity],
    desk: [...groups.parts, ...desk.parts],
  };
}
