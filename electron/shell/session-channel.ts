import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { LISTEN_CHANNEL, SESSION_CHANNEL, type SessionMessage } from '../contract/channels.ts';
import { diff } from '../contract/patch.ts';
import type { SessionState } from '../contract/session.ts';
import type { KnownSender } from './command-channel.ts';

type Source = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
};

/**
 * Tells the window the truth: a snapshot whenever it asks, then differences. Several changes in one turn of the loop go
 * out as one patch; while the window is hidden nothing goes out, and it gets a snapshot when it is shown.
 */
export function openSessionChannel(isKnown: KnownSender, source: Source) {
  let window: WebContents | undefined;
  let sent: SessionState | undefined;
  let revision = 0;
  let due = false;
  let hidden = false;
  let tellAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });

  const post = (message: SessionMessage) => {
    if (window && !window.isDestroyed()) window.send(SESSION_CHANNEL, message);
  };
  const snapshot = () => {
    if (!window || hidden) return;
    sent = source.read();
    revision += 1;
    post({ kind: 'snapshot', revision, state: sent });
  };
  const flush = () => {
    due = false;
    if (!window || hidden || !sent) return;
    const next = source.read();
    const patch = diff(sent, next);
    if (!patch) return;
    sent = next;
    revision += 1;
    post({ kind: 'patch', revision, patch });
  };
  const onListen = (event: IpcMainEvent) => {
    if (!isKnown(event)) return;
    window = event.sender;
    snapshot();
    tellAsked();
  };

  ipcMain.on(LISTEN_CHANNEL, onListen);
  const unsubscribe = source.subscribe(() => {
    if (due) return;
    due = true;
    setImmediate(flush);
  });

  return {
    /** Resolves when a page has its first snapshot. */
    asked,
    /** For a page that asked before there was anybody to answer. One that asks later is answered then. */
    greet: (page: WebContents) => {
      if (window) return;
      window = page;
      snapshot();
    },
    hide: () => {
      hidden = true;
    },
    show: () => {
      if (!hidden) return;
      hidden = false;
      snapshot();
    },
    close: () => {
      unsubscribe();
      ipcMain.off(LISTEN_CHANNEL, onListen);
      window = undefined;
    },
  };
}
