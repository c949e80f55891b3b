import { hostname, homedir, release, userInfo } from 'node:os';
import { app } from 'electron';
import type { Log } from '../base/log.ts';
import { authorityOf, proxyAt, type ProxyResolver } from '../base/proxy.ts';
import type { AccountId } from '../contract/catalog.ts';
import type { ForwardId } from '../contract/forward.ts';
import { zipReport } from '../doctor/bundle.ts';
import { openDoctor } from '../doctor/doctor.ts';
import { createPlaceholders } from '../doctor/placeholders.ts';
import { writeReport } from '../doctor/report.ts';
import { proveToken } from '../northflank/account.ts';
import type { Api } from '../northflank/api.ts';
import { DEFAULT_HOST } from '../northflank/host.ts';
import { lookAtHost } from '../northflank/look.ts';
import type { Login } from '../session/accounts.ts';
import type { DoctorDeeds } from '../session/commands/doctor-commands.ts';
import type { Store } from '../session/store.ts';
import { saveFile } from '../shell/file-dialogs.ts';
import { linesOf, readLogs } from '../shell/log-lines.ts';
import { machinePlaces } from '../system/helper-places.ts';
import { ownerOfPort } from '../system/port-owner.ts';

type Parts = {
  readonly store: Store;
  readonly loginOf: (id: AccountId) => Promise<Login>;
  readonly apiOf: (id: AccountId) => Promise<Api>;
  readonly proxy: ProxyResolver;
  readonly check: (ids: readonly ForwardId[]) => void;
  readonly userData: string;
  readonly logFile: string;
  readonly log: Log;
};

/** Asked when a report is written: a start needs none of it, and for a user whom the system has no entry of, it throws. */
const machineNow = () => ({ home: homedir(), user: userInfo().username, computer: hostname() });

function versions(): Readonly<Record<string, string>> {
  const { electron, chrome, node } = process.versions;
  const desktop = [process.env['XDG_CURRENT_DESKTOP'], process.env['XDG_SESSION_TYPE']].filter(Boolean).join(', ');
  return {
    Portside: `${app.getVersion()}${app.isPackaged ? '' : ' (from source)'}`,
    Electron: `${electron} (Chromium ${chrome}, Node ${node})`,
    System: `${process.platform} ${release()} ${process.arch}`,
    ...(desktop && { Desktop: desktop }),
    Language: app.getLocale(),
  };
}

/** Examines what the app stands on, and writes it down for others to read. */
export function openExaminer({ store, loginOf, apiOf, proxy, check, userData, logFile, log }: Parts) {
  const { dispatch, read, subscribe } = store;
  const wayOf = async (id: AccountId | undefined) => {
    const login = id === undefined ? undefined : await loginOf(id);
    const way = login?.proxy === undefined ? proxy : proxyAt(login.proxy);
    return { host: login?.host ?? DEFAULT_HOST, ca: login?.ca, proxy: way };
  };
  const doctor = openDoctor({
    read,
    subscribe,
    prove: async (id, signal) => proveToken(await apiOf(id), await loginOf(id), signal),
    look: async (id, signal) => lookAtHost({ ...(await wayOf(id)), userAgent: `Portside/${app.getVersion()}`, signal }),
    proxyOf: async (id) => {
      const { host, proxy: resolve } = await wayOf(id);
      const target = await resolve(`${host}/`);
      return target && authorityOf(target);
    },
    verify: check,
    ownerOf: ownerOfPort,
    platform: process.platform,
    hostsFile: machinePlaces().hostsFile,
    folder: userData,
    now: Date.now,
    ownHost: DEFAULT_HOST,
    report: (next) => dispatch({ type: 'doctor-changed', doctor: next }),
  });
  const names = createPlaceholders();
  const deeds: Omit<DoctorDeeds, 'copy'> = {
    examine: () => doctor.examine(),
    writeReport: async () => {
      const logLines = linesOf(await readLogs(logFile));
      return writeReport({
        state: read(),
        machine: machineNow(),
        names,
        versions: versions(),
        logLines,
        now: Date.now(),
      });
    },
    saveReport: async (markdown) => {
      const data = zipReport({ markdown, logs: await readLogs(logFile), state: read(), machine: machineNow(), names });
      const day = new Date().toISOString().slice(0, 10);
      await saveFile({ name: `portside-report-${day}.zip`, data, kind: { name: 'Zip', extensions: ['zip'] } });
      log.info('a bug report was written');
    },
  };
  return { deeds, close: () => doctor.close() };
}
