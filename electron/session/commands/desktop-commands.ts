import type { Question } from '../../contract/desktop.ts';
import { forwardsInUse } from '../../contract/session.ts';
import type { Ground, TableOf } from './table.ts';

export type DesktopDeeds = {
  readonly showWindow: () => void;
  /** Out of sight; `taskbar` where there is no tray to come back from. */
  readonly leaveWindow: (to: 'tray' | 'taskbar') => void;
  readonly resizeWindow: (to: 'compact' | 'large') => void;
  readonly quit: () => Promise<void> | void;
};

export function desktopCommands(
  { dispatch, read }: Ground,
  deeds: DesktopDeeds,
): TableOf<'window.show' | 'window.arrived' | 'window.resize' | 'window.close' | 'question.answer' | 'quit'> {
  const leave = () => deeds.leaveWindow(read().desktop.tray === 'missing' ? 'taskbar' : 'tray');
  const ask = (question: Question) => {
    dispatch({ type: 'desktop-changed', change: { question } });
    deeds.showWindow();
  };
  const unask = () => dispatch({ type: 'desktop-changed', change: { question: undefined } });

  const quit = (sure: boolean) => {
    const { forwards, connections } = forwardsInUse(read());
    const isAsked = read().desktop.question?.kind === 'quit';
    if (sure || isAsked || connections === 0) return deeds.quit();
    return ask({ kind: 'quit', forwards, connections });
  };

  return {
    'window.show': ({ place }) => {
      if (place) dispatch({ type: 'desktop-changed', change: { place } });
      deeds.showWindow();
    },

    'window.arrived': () => dispatch({ type: 'desktop-changed', change: { place: undefined } }),

    'window.resize': ({ to }) => deeds.resizeWindow(to),

    'window.close': () => {
      const { closeAction } = read().settings;
      if (closeAction === 'quit') return quit(false);
      if (closeAction === 'hide') return leave();
      // Closed once more instead of an answer: out of the way, and asked again next time.
      if (read().desktop.question?.kind !== 'close') return ask({ kind: 'close' });
      unask();
      return leave();
    },

    'question.answer': ({ answer }) => {
      const { question } = read().desktop;
      if (!question) return undefined;
      unask();
      if (answer === 'cancel') return undefined;
      if (question.kind === 'quit') return answer === 'quit' ? deeds.quit() : undefined;
      dispatch({ type: 'settings-changed', change: { closeAction: answer === 'quit' ? 'quit' : 'hide' } });
      return answer === 'quit' ? quit(false) : leave();
    },

    quit: ({ sure = false }) => quit(sure),
  };
}
