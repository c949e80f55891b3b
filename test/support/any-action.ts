import * as fc from 'fast-check';
import type { Target } from '../../electron/contract/catalog.ts';
import type { Forward, TunnelStatus } from '../../electron/contract/forward.ts';
import type { Inspected } from '../../electron/contract/inspector.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import type { Action } from '../../electron/session/actions.ts';
import { emptySaved } from '../../electron/session/saved.ts';
import { makeAccount, makeProject, makeResource, makeTunnel, openStatus, tunnelsOf } from './builders.ts';

const inspected: Inspected = {
  id: 1,
  forward: 'a',
  tunnel: 'a:80',
  at: 1,
  method: 'GET',
  path: '/',
  state: 'open',
  requestBytes: 0,
  responseBytes: 0,
};

/** Few keys, so that actions meet; two of them are names that every object inherits. */
const accountId = fc.constantFrom('acc', 'bob', 'constructor', '__proto__');
const projectId = fc.constantFrom('shop', 'blog');
const target: fc.Arbitrary<Target> = fc.record({
  accountId,
  projectId,
  kind: fc.constantFrom('service', 'addon'),
  resourceId: fc.constantFrom('web', 'db'),
});
const forwardId = target.map((each) => makeResource(each).key);
const project = fc.record({ accountId, projectId }).map((each) => makeProject(each.projectId, each.accountId));
const resource = fc
  .tuple(target, fc.constantFrom('running', 'paused'), fc.option(fc.constant(2), { nil: undefined }))
  .map(([each, state, instances]) => makeResource(each, { state, ...(instances && { instances }) }));
const problem = fc.constantFrom<Problem>({ code: 'offline' }, { code: 'no-instance', args: { name: 'web' } });
const tunnelStatus = fc.constantFrom<TunnelStatus>(
  openStatus,
  { kind: 'starting' },
  { kind: 'closing', connections: 1 },
);
const status = fc.constantFrom<Forward['status']>(
  { kind: 'off' },
  { kind: 'starting' },
  { kind: 'open', since: 1 },
  { kind: 'failed', problem: { code: 'offline' } },
);
const traffic = fc
  .nat({ max: 3 })
  .map((connections) => ({ connections, bytesIn: 1, bytesOut: 2, rateIn: 3, rateOut: 4 }));
const part = fc.record({
  projects: fc.array(project, { maxLength: 3 }),
  resources: fc.array(resource, { maxLength: 4 }),
});
const ofAccount = fc.tuple(accountId, part).map(([id, { projects, resources }]) => ({
  accountId: id,
  projects: projects.filter((each) => each.accountId === id),
  resources: resources.filter((each) => each.target.accountId === id),
}));
const settings = fc.record({
  theme: fc.constantFrom('system', 'dark'),
  language: fc.constantFrom('system', 'de'),
  closeAction: fc.constantFrom('ask', 'hide'),
  launchAtLogin: fc.boolean(),
  notifications: fc.boolean(),
  noticeAfterSeconds: fc.constantFrom(5, 15),
  restore: fc.constantFrom('always', 'ask'),
  productionPatterns: fc.constant(['prod']),
  withoutKeyStore: fc.constantFrom('run', 'file'),
  clipboardSeconds: fc.constantFrom(0, 60),
  globalShortcut: fc.constantFrom('', 'Control+Shift+P'),
  proxy: fc.constantFrom('', 'proxy.example:3128'),
  ca: fc.constant(''),
  localControl: fc.boolean(),
});

/** Any fact, in any order: what comes too late or names nothing is among them. */
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  accountId.map((id): Action => ({ type: 'account-added', account: makeAccount({ id }) })),
  fc
    .tuple(accountId, fc.constantFrom('signed-in', 'rejected'), fc.option(problem, { nil: undefined }))
    .map(([id, state, why]): Action => ({
      type: 'account-changed',
      id,
      change: { state, ...(why && { problem: why }) },
    })),
  accountId.map((id): Action => ({ type: 'account-removed', id })),
  fc.constantFrom<Action>(
    { type: 'sign-in', signIn: { state: 'checking' } },
    { type: 'sign-in', signIn: { state: 'failed', problem: { code: 'token-rejected' } } },
    { type: 'online', online: false },
    { type: 'online', online: true },
    { type: 'paused' },
    { type: 'desktop-changed', change: { question: { kind: 'close' } } },
    { type: 'control-changed', change: { requests: { r: { id: 'r', name: 'cli', scopes: ['read'], at: 1 } } } },
    { type: 'control-noted', entry: { id: 1, at: 1, name: 'cli', what: 'up web', ok: true } },
    { type: 'desktop-changed', change: { tray: 'missing', question: undefined, place: { kind: 'settings' } } },
    { type: 'inspected', change: { on: { a: true }, watched: 'a' }, requests: {} },
    { type: 'inspected', change: { watched: undefined }, requests: { 1: inspected, 2: { ...inspected, id: 2 } } },
    { type: 'inspected', change: {}, requests: { 2: { ...inspected, id: 2, state: 'complete', status: 200 } } },
    { type: 'doctor-changed', doctor: { startedAt: 1, checks: [{ id: 'tray', state: 'running', findings: [] }] } },
    { type: 'report-changed', report: { state: 'ready', markdown: '# report' } },
    { type: 'hostnames-changed', change: { wished: true } },
    { type: 'hostnames-changed', change: { state: 'failed', problem: { code: 'hosts-reverted' } } },
    { type: 'hostnames-changed', change: { state: 'kept', how: 'helper', kept: 3, preferred: { web: 'a' } } },
  ),
  accountId.map((id): Action => ({ type: 'catalog-loading', accountId: id })),
  ofAccount.map(({ accountId: id, projects }): Action => ({ type: 'projects-listed', accountId: id, projects })),
  fc
    .tuple(project, fc.array(resource, { maxLength: 4 }), fc.subarray(['service', 'addon'] as const))
    .map(([each, resources, whole]): Action => {
      const own = resources.filter(({ projectKey }) => projectKey === each.key);
      const { accountId: id } = each;
      return {
        type: 'project-read',
        accountId: id,
        project: each,
        resources: own.slice(1),
        named: own.slice(0, 1),
        whole,
      };
    }),
  resource.map((each): Action => ({ type: 'resource-read', resource: { ...each, readAt: 3000 } })),
  fc.tuple(forwardId, problem).map(([key, why]): Action => ({ type: 'resource-unread', key, problem: why })),
  fc.tuple(forwardId, fc.option(problem, { nil: undefined })).map(([key, why]): Action => ({
    type: 'instances-read',
    key,
    instances: {
      list: [{ name: 'web-1', state: 'running', detail: 'TASK_RUNNING' }],
      readAt: 1,
      ...(why && { problem: why }),
    },
  })),
  accountId.map((id): Action => ({
    type: 'budget-read',
    accountId: id,
    budget: { limit: 1000, remaining: 7, resetAt: 5000 },
  })),
  ofAccount.map((each): Action => ({ type: 'catalog-loaded', readAt: 2000, ...each })),
  fc.tuple(accountId, problem).map(([id, why]): Action => ({ type: 'catalog-failed', accountId: id, problem: why })),
  fc
    .tuple(fc.oneof(forwardId, fc.constant('nonsense')), fc.boolean())
    .map(([id, on]): Action => ({ type: 'wished', id, on })),
  fc
    .tuple(forwardId, fc.constantFrom('off', 'strict'))
    .map(([id, guard]): Action => ({ type: 'guard-chosen', id, guard })),
  fc
    .tuple(forwardId, fc.constantFrom({}, { port: 8080 }, { host: '127.0.0.1' }))
    .map(([id, choice]): Action => ({ type: 'place-chosen', id, port: 80, choice })),
  fc
    .tuple(forwardId, fc.constantFrom({}, { ports: [80] }))
    .map(([id, ports]): Action => ({ type: 'ports-chosen', id, ...ports })),
  fc
    .tuple(forwardId, fc.constantFrom({}, { instance: 'web-1' }))
    .map(([id, instance]): Action => ({ type: 'instance-chosen', id, ...instance })),
  fc
    .tuple(fc.array(forwardId, { maxLength: 4 }), fc.boolean())
    .map(([ids, on]): Action => ({ type: 'all-wished', ids, on })),
  fc.tuple(forwardId, status, fc.array(tunnelStatus, { maxLength: 2 })).map(([id, each, tunnels]): Action => ({
    type: 'observed',
    id,
    status: each,
    tunnels: tunnelsOf(...tunnels.map((kind, index) => makeTunnel(`${id}:${80 + index}`, { status: kind }))),
  })),
  fc
    .tuple(forwardId, fc.option(traffic, { nil: undefined }))
    .map(([id, sample]): Action => ({ type: 'traffic', samples: { [`${id}:80`]: sample } })),
  forwardId.map((key): Action => ({ type: 'placed', key, host: '127.24.0.1' })),
  settings.map((change): Action => ({ type: 'settings-changed', change })),
  problem.map((each): Action => ({ type: 'problem-raised', key: each.code, problem: each })),
  problem.map((each): Action => ({ type: 'problem-healed', key: each.code })),
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.option(forwardId, { nil: undefined })).map(([id, forward]): Action => ({
    type: 'happened',
    entries: [{ id, at: 1, what: 'online', ...(forward && { forward }) }],
  })),
  fc
    .tuple(forwardId, fc.option(problem, { nil: undefined }))
    .map(([id, why]): Action => ({ type: 'kit-read', id, ...(why && { status: { state: 'failed', problem: why } }) })),
  fc.constantFrom<Action>({ type: 'openers-found', openers: ['terminal'] }, { type: 'openers-found', openers: [] }),
  settings.map((each): Action => ({ type: 'restored', saved: { ...emptySaved, settings: each } })),
);
