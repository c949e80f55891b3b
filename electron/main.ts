/** Composition root: makes the parts, joins them with functions, closes them. No logic. */
import { app, clipboard, nativeTheme, session as electronSession, shell } from 'electron';
import { closeAll } from './base/close.ts';
import { createLog } from './base/log.ts';
import type { AccountId } from './contract/catalog.ts';
import { Failure } from './contract/failure.ts';
import { emptySession } from './contract/session.ts';
import { openEngine } from './engine/engine.ts';
import { proveToken } from './northflank/account.ts';
import { createApis } from './northflank/apis.ts';
import { loadCatalog } from './northflank/catalog.ts';
import { createResolver } from './northflank/endpoint.ts';
import { createAccounts, type Login } from './session/accounts.ts';
import { createCommands } from './session/commands.ts';
import { keepOnDisk } from './session/persist.ts';
import { createStore } from './session/store.ts';
import { APP_ORIGIN, registerAppScheme, serveApp } from './shell/app-scheme.ts';
import { receiveCommands } from './shell/command-channel.ts';
import { openDisk } from './shell/disk.ts';
import { giveUp, ownLife } from './shell/life.ts';
import { helperLauncher } from './shell/launcher.ts';
import { openLogFile } from './shell/log-file.ts';
import { openParentChannel } from './shell/parent-channel.ts';
import { watchNetwork } from './shell/power.ts';
import { openSecrets } from './shell/secrets.ts';
import { fenceContents, fenceSession } from './shell/security.ts';
import { openSessionChannel } from './shell/session-channel.ts';
import { systemProxy } from './shell/system-proxy.ts';
import { openTray } from './shell/tray.ts';
import { appPaths, openWindow } from './shell/window.ts';
import { openHostnames } from './system/hostnames-machine.ts';

const CLOSE_BUDGET_MS = 5000;
/** A network that comes and goes must not use up the hour's requests. */
const RECENT_MS = 10 * 60_000;

function start(): void {
  const paths = appPaths(app.getAppPath());
  const userData = app.getPath('userData');
  const logFile = openLogFile(app.getPath('logs'));
  const log = createLog(logFile.sink);

  const store = createStore(emptySession, (error) => log.error('a reader of the state failed', { error }));
  const { dispatch, read, subscribe } = store;
  const disk = keepOnDisk(store, openDisk(userData, 'state', log));
  const secrets = openSecrets(openDisk(userData, 'secrets', log), log);

  const proxy = systemProxy();
  const apis = createApis({ log: log.child('api'), userAgent: `Portside/${app.getVersion()}`, proxy });
  const accounts = createAccounts({
    dispatch,
    read,
    secrets,
    prove: (login, signal) => proveToken(apis.of(login), login, signal),
    load: ({ login, account, signal, onPart }) =>
      loadCatalog(apis.of(login), account, { teamId: login.teamId, signal, onPart, log: log.child('catalogue') }),
    onUsable: (id) => engine.retry(Object.keys(read().forwards).filter((key) => key.startsWith(`${id}/`))),
  });
  const loginOf = (id: AccountId): Login => {
    const login = accounts.login(id);
    if (!login) throw new Failure('not-signed-in');
    return login;
  };

  const engine = openEngine({
    resolve: createResolver({ apiOf: (id) => apis.of(loginOf(id)) }),
    credentials: async ({ accountId }) => {
      const { token, ca } = loginOf(accountId);
      return { authorization: `Bearer ${token}`, ...(ca && { ca: [ca] }) };
    },
    report: (observation) =>
      dispatch(observation.type === 'forward' ? { ...observation, type: 'observed' } : observation),
    places: read().places,
    prepare: (address) => hostnames.alias(address),
    proxy,
  });
  const hostnames = openHostnames({ dispatch, read, subscribe, launcher: helperLauncher(), userData, log });
  const reconcile = () => engine.reconcile(Object.values(read().forwards).filter(({ wish }) => wish.on));
  subscribe((next, previous) => {
    if (next.forwards !== previous.forwards) reconcile();
    if (next.settings.theme !== previous.settings.theme) nativeTheme.themeSource = next.settings.theme;
  });

  const perform = createCommands({
    dispatch,
    read,
    deeds: {
      signIn: (request) => accounts.signIn(request),
      signOut: (id) => accounts.signOut(id),
      refresh: () => void accounts.refresh(),
      retry: (ids) => engine.retry(ids),
      copy: (text) => clipboard.writeText(text),
      openAddress: (url) => shell.openExternal(url),
      allowHostnames: hostnames.allow,
      repairHostnames: hostnames.repair,
      showWindow: () => window.show(),
      showLog: () => shell.showItemInFolder(logFile.file),
      quit: () => app.quit(),
    },
  });

  const devPage = app.isPackaged ? undefined : process.env['PORTSIDE_RENDERER_URL'];
  const session = electronSession.fromPartition('portside', { cache: false });
  serveApp(session, paths.renderer);
  fenceSession(session, devPage ? [APP_ORIGIN, new URL(devPage).origin] : [APP_ORIGIN]);
  const window = openWindow({
    ...paths,
    page: devPage ?? `${APP_ORIGIN}/index.html`,
    session,
    bounds: openDisk(userData, 'window', log),
    onVisible: (visible) => {
      if (visible) hostnames.check();
      (visible ? channel.show : channel.hide)();
    },
    log: log.child('window'),
  });
  const channel = openSessionChannel(window.isSender, { read, subscribe });
  const commands = receiveCommands(window.isSender, perform, log.child('commands'));
  const tray = openTray({ assets: paths.assets, read, subscribe, perform: (command) => void perform(command) });
  const parent = app.isPackaged ? undefined : openParentChannel({ read, subscribe, perform });
  const network = watchNetwork((online) => {
    dispatch({ type: 'online', online });
    engine.check();
    hostnames.check();
    void accounts.refresh(RECENT_MS);
  });

  nativeTheme.themeSource = read().settings.theme;
  reconcile();
  void accounts.refresh();
  if (!process.argv.includes('--hidden')) window.show();

  ownLife({
    show: window.show,
    log,
    close: () => {
      const parts = [disk, apis, engine, hostnames, accounts, channel, network, tray, parent, window, commands];
      return closeAll(parts, CLOSE_BUDGET_MS);
    },
  });
}

// Together with `--no-sandbox` (root in a container) Chromium tries to start sandboxed processes again and again.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
fenceContents();
// A second start shows the window of the first and ends.
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();
