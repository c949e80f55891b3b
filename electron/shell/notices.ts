import { Notification } from 'electron';
import type { Command } from '../contract/command.ts';
import type { SessionState } from '../contract/session.ts';
import { beginNotices, isWaiting, nextNotices, type Notice } from './notice-rules.ts';

const LOOK_MS = 1000;

type Parts = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly perform: (command: Command) => void;
  /** Whoever looks at the window needs no notice. */
  readonly isSeen: () => boolean;
  readonly startedHidden: boolean;
};

/** Tells by the system's notifications what nobody can see. Whether and how they are shown then is the system's business. */
export function openNotices({ read, subscribe, perform, isSeen, startedHidden }: Parts): {
  readonly close: () => void;
} {
  let memory = beginNotices({ state: read(), now: Date.now() }, startedHidden);
  /** Held here: one that is collected hears no click. */
  const shown = new Map<string, Notification>();
  let timer: NodeJS.Timeout | undefined;

  const show = ({ topic, title, body, place }: Notice) => {
    shown.get(topic)?.close();
    const notification = new Notification({ title, body });
    notification.on('click', () => perform({ type: 'window.show', ...(place && { place }) }));
    notification.on('close', () => {
      if (shown.get(topic) === notification) shown.delete(topic);
    });
    shown.set(topic, notification);
    notification.show();
  };
  const look = () => {
    clearTimeout(timer);
    timer = undefined;
    const step = nextNotices(memory, { state: read(), now: Date.now() });
    ({ memory } = step);
    const isWanted = read().settings.notifications && !isSeen() && Notification.isSupported();
    if (isWanted) for (const notice of step.notices) show(notice);
    if (isWaiting(memory)) {
      timer = setTimeout(look, LOOK_MS);
      timer.unref();
    }
  };
  const unsubscribe = subscribe(look);
  look();

  return {
    close: () => {
      unsubscribe();
      clearTimeout(timer);
      for (const notification of shown.values()) notification.close();
    },
  };
}
