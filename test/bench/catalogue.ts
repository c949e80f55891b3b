/**
 * `npm run bench:catalogue`: what 50 projects with 200 resources each cost, with a platform that takes 30 ms for an answer.
 * See docs/benchmarks.md.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { silentLog } from '../../electron/base/log.ts';
import { apply, diff } from '../../electron/contract/patch.ts';
import { emptySession, resourcesOf, type SessionState } from '../../electron/contract/session.ts';
import { createApi } from '../../electron/northflank/api.ts';
import { listProjects, readProject } from '../../electron/northflank/catalog.ts';
import { readInstances, readResource } from '../../electron/northflank/details.ts';
import type { Action } from '../../electron/session/actions.ts';
import { createCatalogLife } from '../../electron/session/catalog-life.ts';
import { keepCatalog, savedCatalog } from '../../electron/session/keep-catalog.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { emptySaved } from '../../electron/session/saved.ts';
import { createStore } from '../../electron/session/store.ts';
import { openCatalogFile } from '../../electron/shell/catalog-file.ts';
import { trayMenu } from '../../electron/shell/tray-menu.ts';
import { openApiServer } from '../support/api-server.ts';
import { makeAccount } from '../support/builders.ts';
import { median } from '../support/median.ts';

const PROJECTS = 50;
const SERVICES = 150;
const ADDONS = 50;
const ANSWER_MS = 30;

const names = Array.from({ length: PROJECTS }, (_, index) => `project-${index}`);
const service = (project: string, index: number) => ({
  id: `service-${index}`,
  name: `Service ${index} of ${project}`,
  tags: ['team-a', `group-${index % 9}`],
  description: 'Answers what the shop asks for',
  serviceType: 'deployment',
  status: { deployment: { status: 'COMPLETED', reason: 'DEPLOYING' } },
});
const addon = (project: string, index: number) => ({
  id: `addon-${index}`,
  name: `Addon ${index} of ${project}`,
  tags: [],
  spec: { type: 'postgresql' },
  status: 'running',
});

function answerOf(url: URL): object {
  const [, , , project = '', kind] = url.pathname.split('/');
  if (project === '') return { data: { projects: names.map((id) => ({ id, name: id })) } };
  const services = Array.from({ length: SERVICES }, (_, index) => service(project, index));
  const addons = Array.from({ length: ADDONS }, (_, index) => addon(project, index));
  if (kind === undefined) {
    const cluster = { namespace: `ns-${project}` };
    return { data: { id: project, name: project, deployment: { region: 'europe-west' }, services, addons, cluster } };
  }
  const page = Number(url.searchParams.get('page') ?? 1);
  const all = kind === 'services' ? services : addons;
  const items = all.slice((page - 1) * 100, page * 100);
  return { data: { [kind]: items }, pagination: { hasNextPage: page * 100 < all.length, count: items.length } };
}

function reply(request: IncomingMessage, response: ServerResponse): void {
  const text = JSON.stringify(answerOf(new URL(request.url ?? '', 'https://server')));
  setTimeout(() => response.end(text), ANSWER_MS);
}

const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
const say = (what: string, value: string) => console.log(`${what.padEnd(66)} ${value}`);

function timed<T>(job: () => T): readonly [T, number] {
  const startedAt = performance.now();
  const result = job();
  return [result, performance.now() - startedAt];
}
const repeated = (times: number, job: () => unknown) => median(Array.from({ length: times }, () => timed(job)[1]));

async function load(): Promise<readonly Action[]> {
  const server = await openApiServer();
  server.answer('/v1/projects', reply);
  for (const name of names) {
    for (const below of ['', '/services', '/addons']) server.answer(`/v1/projects/${name}${below}`, reply);
  }
  const { host, ca } = server;
  const api = createApi({ host, ca, token: () => 'bench-token', log: silentLog, userAgent: 'bench' });
  const store = createStore(emptySession);
  const actions: Action[] = [];
  store.dispatch({ type: 'account-added', account: makeAccount({ catalog: { state: 'empty' } }) });
  const startedAt = performance.now();
  let firstAt = 0;
  const dispatch = (action: Action) => {
    actions.push(action);
    if (action.type === 'project-read') firstAt ||= performance.now();
    store.dispatch(action);
  };
  const life = createCatalogLife({
    dispatch,
    read: store.read,
    subscribe: store.subscribe,
    source: {
      listProjects: (id, asking) => listProjects(api, { id, scope: 'team' }, asking),
      readProject: (project, asking) => readProject(api, project, asking),
      readResource: (target, asking) => readResource(api, target, asking),
      readInstances: (target, asking) => readInstances(api, target, asking),
      budget: () => Promise.resolve(api.budget()),
    },
  });
  await life.refresh('acc');
  const { resources } = store.read();
  say(`first read of ${Object.keys(resources).length} resources`, milliseconds(performance.now() - startedAt));
  say('  until the first project is complete', milliseconds(firstAt - startedAt));
  say('  requests', String(server.asked.length));
  life.close();
  api.close();
  await server.close();
  return actions;
}

function reducing(actions: readonly Action[]): SessionState {
  let state = reduce(emptySession, { type: 'account-added', account: makeAccount() });
  let window = state;
  const times: number[] = [];
  const diffs: number[] = [];
  const applied: number[] = [];
  let bytes = 0;
  let most = 0;
  for (const action of actions) {
    const [next, tookMs] = timed(() => reduce(state, action));
    times.push(tookMs);
    const [patch, diffMs] = timed(() => diff(state, next));
    diffs.push(diffMs);
    if (patch) {
      const size = Buffer.byteLength(JSON.stringify(patch));
      bytes += size;
      most = Math.max(most, size);
      applied.push(timed(() => (window = apply(window, patch)))[1]);
    }
    state = next;
  }
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  say(
    'reducer: all actions of that read / the slowest',
    `${milliseconds(sum(times))} / ${milliseconds(Math.max(...times))}`,
  );
  say('difference: all / the slowest', `${milliseconds(sum(diffs))} / ${milliseconds(Math.max(...diffs))}`);
  say('window takes it: all / the slowest', `${milliseconds(sum(applied))} / ${milliseconds(Math.max(...applied))}`);
  say('patches: all / the largest', `${Math.round(bytes / 1000)} kB / ${Math.round(most / 1000)} kB`);
  const again = repeated(5, () => actions.reduce(reduce, state));
  say('reducer: the same read again, nothing new', milliseconds(again));
  const resource = Object.values(state.resources)[5000]!;
  say(
    'reducer: one resource looked at',
    milliseconds(
      repeated(20, () => reduce(state, { type: 'resource-read', resource: { ...resource, readAt: Math.random() } })),
    ),
  );
  return state;
}

function selecting(state: SessionState): void {
  const fresh = () => ({ ...state, resources: { ...state.resources } });
  const keys = Object.keys(state.projects);
  say(
    'resources of all projects, without a change',
    milliseconds(repeated(5, () => keys.map((key) => resourcesOf(state, key)))),
  );
  const changed = fresh();
  say('  after a change', milliseconds(timed(() => keys.map((key) => resourcesOf(changed, key)))[1]));
  say(
    'tray menu, after a change / without',
    `${milliseconds(timed(() => trayMenu(fresh()))[1])} / ${milliseconds(repeated(10, () => trayMenu(state)))}`,
  );
}

async function saving(state: SessionState): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portside-bench-'));
  const sealer = {
    seal: (text: string) => Promise.resolve(Buffer.from(text)),
    unseal: (sealed: Buffer) => Promise.resolve({ text: sealed.toString(), isOld: false }),
  };
  const open = () => openCatalogFile(folder, () => Promise.resolve(sealer), silentLog);
  const store = createStore(state);
  const kept = keepCatalog(store, open(), undefined);
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await kept.close();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  say('saving: altogether / longest hold of the loop', `${milliseconds(tookMs)} / ${milliseconds(delay.max / 1e6)}`);
  say('  file', `${Math.round(statSync(path.join(folder, 'catalog.sealed')).size / 1000)} kB`);
  const restoreAt = performance.now();
  const catalog = await savedCatalog(open());
  const readMs = performance.now() - restoreAt;
  const { id, host, name, scope } = makeAccount();
  const saved = { ...emptySaved, accounts: { acc: { id, host, name, scope } } };
  const [restored, restoreMs] = timed(() =>
    reduce(emptySession, { type: 'restored', saved, ...(catalog && { catalog }) }),
  );
  say('launch: file read and parsed / in the store', `${milliseconds(readMs)} / ${milliseconds(restoreMs)}`);
  const [snapshot, cloneMs] = timed(() => structuredClone(restored));
  say(
    '  snapshot for the window, copied',
    `${milliseconds(cloneMs)}, ${Object.keys(snapshot.resources).length} resources`,
  );
  rmSync(folder, { recursive: true, force: true });
}

const actions = await load();
const state = reducing(actions);
selecting(state);
await saving(state);
