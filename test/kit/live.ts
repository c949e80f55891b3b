import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { silentLog } from '../../electron/base/log.ts';
import { resourceKey, type Resource, type Target } from '../../electron/contract/catalog.ts';
import { renderManualLines, wantedNames } from '../../electron/contract/hostnames.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import { type Kit, kitOf } from '../../electron/kit/kit.ts';
import { createApi } from '../../electron/northflank/api.ts';
import { readCredentials } from '../../electron/northflank/credentials.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { createStore } from '../../electron/session/store.ts';
import type { Platform } from '../platform/start.ts';
import { makeAccount, makeResource } from '../support/builders.ts';
import type { Attempt, Outcome } from './clients-process.ts';

export const targetOf = (projectId: string, resourceId: string, kind: Target['kind'] = 'addon'): Target => ({
  accountId: 'acc',
  projectId,
  kind,
  resourceId,
});

/** Why names cannot be given to programs here, or undefined. */
export const whyNoNames = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes Linux and root, to mount';
  const { status } = spawnSync('unshare', ['--mount', '--propagation', 'private', 'true']);
  return status === 0 ? undefined : 'mounts are not allowed here';
};

/** The engine with live forwards of these resources, as the app has them, and programs that connect through them. */
export async function openLive(
  platform: Platform,
  resources: readonly (Partial<Resource> & { readonly target: Target })[],
) {
  const directory = await mkdtemp(path.join(tmpdir(), 'portside-live-'));
  const ca = path.join(directory, 'ca.pem');
  await writeFile(ca, platform.ca);
  const store = createStore(emptySession);
  const { dispatch, read, subscribe } = store;
  const all = resources.map((each) => makeResource(each.target, each));
  dispatch({ type: 'account-added', account: makeAccount() });
  dispatch({ type: 'catalog-loaded', accountId: 'acc', readAt: 1, projects: [], resources: all });
  const ids = all.map(({ key }) => key);
  dispatch({ type: 'all-wished', ids, on: true });
  const token = platform.tokens.team;
  const api = createApi({
    host: platform.url,
    ca: platform.ca,
    token: () => token,
    log: silentLog,
    userAgent: 'Portside/test',
  });
  const engine = openEngine({
    resolve: createResolver({ apiOf: () => api }),
    credentials: async () => ({ authorization: `Bearer ${token}`, ca: [platform.ca] }),
    report: (told) => dispatch(told.type === 'forward' ? { ...told, type: 'observed' } : told),
    places: {},
  });
  const isLive = (state: SessionState) =>
    ids.every((id) => {
      const tunnels = Object.values(state.forwards[id]?.tunnels ?? {});
      return tunnels.length > 0 && tunnels.every(({ status }) => status.kind === 'open');
    });
  const live = new Promise<void>((resolve) => {
    subscribe((state) => isLive(state) && resolve());
  });
  engine.reconcile(Object.values(read().forwards));
  await live;
  dispatch({ type: 'hostnames-changed', change: { wished: true } });

  const signal = new AbortController().signal;
  return {
    ca,
    /** Names as the hosts file has them, or addresses alone. */
    useNames: (on: boolean) => dispatch({ type: 'hostnames-changed', change: { state: on ? 'kept' : 'waiting' } }),

    async kit(target: Target, change: (values: Map<string, string>) => void = () => {}): Promise<Kit> {
      const id = resourceKey(target);
      const { values, isPartial } = await readCredentials(api, target, { signal });
      const changed = new Map(values);
      change(changed);
      const [tunnel = ''] = Object.keys(read().forwards[id]?.tunnels ?? {});
      const kit = kitOf(read(), tunnel, changed, isPartial);
      if (!kit) throw new Error(`no kit for ${id}`);
      return kit;
    },

    /** Real clients in a process of its own; by name it sees a hosts file with the lines that Portside writes. */
    async connect(attempts: Readonly<Record<string, Attempt>>): Promise<Record<string, Outcome>> {
      const script = fileURLToPath(new URL('clients-process.ts', import.meta.url));
      const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
      const node = [process.execPath, '--import', tsx, script];
      const hosts = path.join(directory, 'hosts');
      await writeFile(hosts, `127.0.0.1 localhost\n${renderManualLines(wantedNames(read()).entries)}`);
      const mount = 'mount --bind "$1" /etc/hosts && shift && exec "$@"';
      const words =
        read().hostnames.state === 'kept'
          ? ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', mount, 'sh', hosts, ...node]
          : node;
      const [command = '', ...args] = words;
      const child = spawn(command, args, {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          PATH: process.env['PATH'],
          HOME: directory,
          NODE_EXTRA_CA_CERTS: ca,
          PGSSLROOTCERT: ca,
          PGCONNECT_TIMEOUT: '10',
        },
      });
      let out = '';
      child.stdout?.on('data', (chunk) => (out += String(chunk)));
      child.stdin?.end(JSON.stringify(attempts));
      await once(child, 'close');
      return JSON.parse(out) as Record<string, Outcome>;
    },

    async close(): Promise<void> {
      await engine.close();
      api.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type Live = Awaited<ReturnType<typeof openLive>>;
