/** Composition root: makes the parts (`main/` makes groups of them), joins them with functions, closes them. No logic. */
import { app, nativeTheme, shell } from 'electron';
import { closeAll } from './base/close.ts';
import { createLog } from './base/log.ts';
import { emptySession } from './contract/session.ts';
import { openLocalControl } from './main/control.ts';
import { openDesk } from './main/desk.ts';
import { openExaminer } from './main/doctor.ts';
import { openForwards } from './main/forwards.ts';
import { openGroups } from './main/groups.ts';
import { openInspector } from './main/inspector.ts';
import { openKit } from './main/kit.ts';
import { openPlatform } from './main/platform.ts';
import { openSaved } from './main/saved.ts';
import { openSignIn } from './main/sign-in.ts';
import { keepActivity } from './session/activity.ts';
import { createCommands } from './session/commands.ts';
import { createStore } from './session/store.ts';
import { registerAppScheme } from './shell/app-scheme.ts';
import { giveUp, ownLife } from './shell/life.ts';
import { openLogFile } from './shell/log-file.ts';
import { catchLinks, shedLongLinks } from './shell/links.ts';
import { isStartedHidden } from './shell/login-item.ts';
import { watchNetwork } from './shell/power.ts';
import { fenceContents, fenceProcess } from './shell/security.ts';
import { systemProxy } from './shell/system-proxy.ts';

const CLOSE_BUDGET_MS = 5000;
/** A network that comes and goes must not use up the hour's requests. */
const RECENT_MS = 10 * 60_000;

async function start(): Promise<void> {
  const userData = app.getPath('userData');
  const logFile = openLogFile(app.getPath('logs'));
  const log = createLog(logFile.sink);

  const store = createStore(emptySession, (error) => log.error('a reader of the state failed', { error }));
  const { dispatch, read, subscribe } = store;
  const saved = await openSaved({ store, userData, log });
  subscribe((next, previous) => {
    if (next.settings.theme !== previous.settings.theme) nativeTheme.themeSource = next.settings.theme;
  });
  nativeTheme.themeSource = read().settings.theme;
  const activity = keepActivity(store);
  // Before anything is opened: what was to stop while the app was away is not opened again.
  const groups = openGroups(store);

  // Tray and window before all the rest: their processes come up while it is opened. They call nothing in this turn.
  const onVisible = (visible: boolean) => {
    if (visible) hostnames.check();
    catalog.setVisible(visible);
    inspector.setVisible(visible);
  };
  const desk = openDesk({ store, perform: (command) => perform(command), userData, onVisible, log });
  if (!isStartedHidden()) desk.window.show();

  const proxy = systemProxy();
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
  const forwards = openForwards({ store, diary: activity, loginOf, apiOf, proxy, observe, userData, log });
  const { engine, hostnames, reconcile } = forwards;

  const check = (ids: readonly string[]) => engine.check(ids);
  const examiner = openExaminer({ store, loginOf, apiOf, proxy, check, userData, logFile: logFile.file, log });
  const kit = openKit({ store, apiOf, windowOf: () => desk.window.current(), log: log.child('kit') });

  const perform = createCommands({
    dispatch,
    read,
    deeds: {
      ...openSignIn({ accounts, proxy, log }),
      signOut: (id) => accounts.signOut(id),
      refresh: () => void accounts.refresh(),
      look: (key) => catalog.look(key),
      show: (shown) => catalog.show(shown),
      retry: (ids) => engine.retry(ids),
      ...kit.deeds,
      ...inspector.deeds,
      openAddress: (url) => shell.openExternal(url),
      allowHostnames: hostnames.allow,
      repairHostnames: hostnames.repair,
      showWindow: () => desk.window.show(),
      leaveWindow: (to) => desk.window.leave(to),
      ...groups.files,
      ...examiner.deeds,
      showLog: () => shell.showItemInFolder(logFile.file),
      quit: () => app.quit(),
      answerControl: (id, scopes) => control.answer(id, scopes),
      revokeControl: (id) => control.revoke(id),
      followLink: (url) => desk.links.follow(url),
    },
  });
  const { handOut } = kit;
  const control = openLocalControl({ store, perform, userData, handOut, showWindow: desk.window.show, log });
  const network = watchNetwork((online) => {
    dispatch({ type: 'online', online });
    engine.check();
    hostnames.check();
    groups.check();
    platform.expiry.check();
    void accounts.refresh(RECENT_MS, 'gently');
  });

  reconcile();
  void accounts.refresh(0, 'gently');
  caught.follow((url) => void perform({ type: 'link.follow', url }));

  ownLife({
    show: desk.window.show,
    isShown: desk.window.isVisible,
    log,
    close: () =>
      closeAll(
        [
          ...saved,
          activity,
          examiner,
          platform,
          ...forwards.parts,
          inspector,
          network,
          ...kit.parts,
          control,
          ...groups.parts,
          ...desk.parts,
        ],
        CLOSE_BUDGET_MS,
      ),
  });
}

// Together with `--no-sandbox` (root in a container) Chromium tries to start sandboxed processes again and again.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
fenceProcess();
fenceContents();
const caught = catchLinks();
// A second start shows the window of the first and ends.
if (!shedLongLinks() && app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();
