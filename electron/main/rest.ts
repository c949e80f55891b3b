import { app, shell } from 'electron';
import type { Closeable } from '../base/close.ts';
import type { Log } from '../base/log.ts';
import { createCommands } from '../session/commands.ts';
import { watchNetwork } from '../shell/power.ts';
import { createResizer } from '../shell/window-size.ts';
import { openLocalControl } from './control.ts';
import { openExaminer } from './doctor.ts';
import type { First } from './first.ts';
import { openForwards } from './forwards.ts';
import type { Front } from './front.ts';
import { openInspector } from './inspector.ts';
import { openKit } from './kit.ts';
import { openNetwork } from './network.ts';
import { openPlatform } from './platform.ts';
import { openSignIn } from './sign-in.ts';

/** A network that comes and goes must not use up the hour's requests. */
const RECENT_MS = 10 * 60_000;

type Parts = {
  readonly first: First;
  readonly front: Front;
  readonly userData: string;
  readonly logFile: string;
  readonly log: Log;
};

/** What does what is wished: accounts, forwards, names and everything that is asked for in the window. Returns what to close. */
export function openRest({ first: { window }, front, userData, logFile, log }: Parts): readonly Closeable[] {
  const { store, groups, links } = front;
  const { dispatch, read } = store;
  const proxy = openNetwork(store);
  const platform = openPlatform({
    store,
    userData,
    proxy,
    onUsable: (id) => engine.retry(Object.keys(read().forwards).filter((key) => key.startsWith(`${id}/`))),
    onRejected: (ids) => engine.check(ids),
    log,
  });
  const { accounts, catalog, loginOf, apiOf } = platform;
  const inspector = openInspector({ store, copy: (...given) => kit.deeds.copy(...given) });
  const { observe } = inspector;
  const forwards = openForwards({ store, diary: front.activity, loginOf, apiOf, proxy, observe, userData, log });
  const { engine, hostnames, reconcile } = forwards;

  const check = (ids: readonly string[]) => engine.check(ids);
  const examiner = openExaminer({ store, loginOf, apiOf, proxy, check, userData, logFile, log });
  const kit = openKit({ store, apiOf, windowOf: () => window.current(), log: log.child('kit') });

  const perform = createCommands({
    dispatch,
    read,
    deeds: {
      ...openSignIn({ accounts, proxy, log }),
      ...platform.deeds,
      retry: (ids) => engine.retry(ids),
      ...kit.deeds,
      ...inspector.deeds,
      openAddress: (url) => shell.openExternal(url),
      allowHostnames: hostnames.allow,
      repairHostnames: hostnames.repair,
      showWindow: () => window.show(),
      leaveWindow: (to) => window.leave(to),
      resizeWindow: createResizer(window.current),
      ...groups.files,
      ...examiner.deeds,
      showLog: () => shell.showItemInFolder(logFile),
      quit: () => app.quit(),
      answerControl: (id, scopes) => control.answer(id, scopes),
      revokeControl: (id) => control.revoke(id),
      followLink: (url) => links.follow(url),
    },
  });
  const { handOut } = kit;
  const control = openLocalControl({ store, perform, userData, handOut, showWindow: window.show, log });
  const network = watchNetwork((online) => {
    dispatch({ type: 'online', online });
    platform.forget();
    engine.check();
    hostnames.check();
    groups.check();
    platform.expiry.check();
    void accounts.refresh(RECENT_MS, 'gently');
  });

  front.follow({
    perform,
    onVisible: (visible) => {
      if (visible) hostnames.check();
      catalog.setVisible(visible);
      inspector.setVisible(visible);
    },
  });
  reconcile();
  void accounts.refresh(0, 'gently');
  return [examiner, platform, ...forwards.parts, inspector, network, ...kit.parts, control];
}
