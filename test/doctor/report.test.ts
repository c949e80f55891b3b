import * as fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, test } from 'vitest';
import { keepOutOfLogs } from '../../electron/base/log.ts';
import { makeForward } from '../../electron/contract/forward.ts';
import { setLanguage } from '../../electron/contract/language.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { zipReport } from '../../electron/doctor/bundle.ts';
import { createPlaceholders } from '../../electron/doctor/placeholders.ts';
import { cleanLine, writeReport } from '../../electron/doctor/report.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const forget: (() => void)[] = [];
afterEach(() => {
  for (const each of forget.splice(0)) each();
});
const machine = { home: '/home/zqmartin', user: 'zqmartin', computer: 'zqlaptop' };

type Names = {
  readonly account: string;
  readonly host: string;
  readonly project: string;
  readonly resource: string;
  readonly pod: string;
  readonly person: string;
};

/** A session in which everything is called by these names, in every place that a name may stand. */
function sessionOf({ account, host, project, resource, pod, person }: Names): SessionState {
  const base = `https://${host}`;
  const target = { ...makeTarget(resource, { kind: 'addon' }), projectId: project };
  const known = makeResource(target, { name: resource, tags: [person] });
  const id = known.key;
  const problem = {
    code: 'api-unreachable',
    args: { host: base, reason: `no way to ${host} for ${resource}` },
  } as const;
  const tunnel = makeTunnel(`${id}:5432`, {
    port: { number: 5432, name: `${resource}-port`, protocol: 'TCP' },
    hostnames: [`${resource}.${project}.svc.cluster.local`],
    instance: pod,
    status: { kind: 'failed', problem },
  });
  const forward = { ...makeForward(target, id), wish: { on: true }, status: { kind: 'open', since: 1 } as const };
  const finding = { state: 'problem', code: 'gateway-bad', args: { name: resource }, problem } as const;
  const token = { state: 'ok', code: 'token-fine', args: { account } } as const;
  return {
    ...emptySession,
    accounts: { acc: makeAccount({ name: account, host: base, tokenName: person, role: person }) },
    projects: {
      [known.projectKey]: { ...makeProject(project), id: project, name: project, namespace: `ns-${project}` },
    },
    resources: { [id]: known },
    forwards: { [id]: { ...forward, tunnels: tunnelsOf(tunnel), instances: [pod] } },
    profiles: { p: { id: 'p', name: person, entries: {} } },
    activity: {
      1: { id: 1, at: 1, what: 'instance', forward: id, tunnel: tunnel.id, from: pod, to: `${pod}b`, problem },
      2: { id: 2, at: 2, what: 'account-lost', account: 'acc', problem },
    },
    problems: { some: problem },
    doctor: {
      startedAt: 1,
      endedAt: 2,
      checks: [
        { id: 'token', state: 'ok', findings: [token] },
        { id: 'gateway', state: 'problem', findings: [finding] },
      ],
    },
  };
}

const logOf = ({ host, project, resource, pod }: Names, secret: string): string[] => [
  JSON.stringify({
    at: '2026-01-01T00:00:00.000Z',
    level: 'warn',
    scope: 'portside.api',
    message: 'request failed',
    path: `/v1/projects/${encodeURIComponent(project)}/addons/${encodeURIComponent(resource)}`,
    code: 'api-unreachable',
    args: { host: `https://${host}`, reason: `getaddrinfo ENOTFOUND ${host}` },
    error: { name: 'Error', message: `connect ECONNREFUSED 10.20.30.40:443 ${pod}`, stack: `at /home/zqmartin/a.ts:1` },
    note: `Bearer ${secret}`,
  }),
  `not json at all: ${resource} ${secret}`,
  JSON.stringify({ at: resource, level: pod, scope: host, message: `${resource} is ${pod}` }),
];

const write = (names: Names, secret = 'nf-0123456789abcdef') =>
  writeReport({
    state: sessionOf(names),
    machine,
    names: createPlaceholders(),
    versions: { Portside: '1.0.0', System: 'linux 6.1 x64' },
    logLines: logOf(names, secret),
    now: 3,
  });

/** Names that are no word of the report itself, with what people put into names. */
const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const named = (mark: string) =>
  fc
    .tuple(part, fc.constantFrom('-', '_', ' ', '.', ' ☕ ', '(', 'É', '/', '$&'), part)
    .map(([a, between, b]) => `zq${mark}${a}${between}${b}zq${mark}`);
const slug = (mark: string) => fc.tuple(part, part).map(([a, b]) => `zq${mark}${a}-${b}zq${mark}`);
const anyNames: fc.Arbitrary<Names> = fc.record({
  account: named('acc'),
  host: slug('host').map((each) => `${each}.zqcorp.example`),
  project: slug('pro'),
  resource: fc.oneof(named('res'), slug('res')),
  pod: slug('pod'),
  person: named('per'),
});

describe('a bug report', () => {
  test('names nothing of the user’s, whatever it is called', () => {
    fc.assert(
      fc.property(anyNames, fc.stringMatching(/^nf-[A-Za-z0-9]{12,40}$/), (names, secret) => {
        const release = keepOutOfLogs(secret);
        try {
          const text = write(names, secret).toLowerCase();
          expect(text).not.toContain('zq');
          expect(text).not.toContain(secret.toLowerCase());
          expect(text).not.toContain('10.20.30.40');
        } finally {
          release();
        }
      }),
      { numRuns: 150 },
    );
  });

  test('holds no secret, even where a name is part of it', () => {
    const secret = 'nf-zqshop-9f8e7d6c5b4a';
    forget.push(keepOutOfLogs(secret));
    const names = { account: 'a', host: 'h.example', project: 'zqshop', resource: 'web', pod: 'p-1', person: 'me' };
    const text = write(names, secret);
    expect(text).not.toContain('9f8e7d6c5b4a');
    expect(text).toContain('[secret]');
  });

  test('says what is wrong with stable placeholders', () => {
    const names = {
      account: 'Acme Corp',
      host: 'api.acme.example',
      project: 'storefront',
      resource: 'orders-db',
      pod: 'orders-db-0',
      person: 'Ann',
    };
    const text = write(names);
    expect(text).toContain('addon-1 in project-1');
    expect(text).toContain(
      '5432 TCP: failed · api-unreachable {"host":"https://host-1","reason":"no way to host-1 for addon-1"}',
    );
    expect(text).toContain('- account-1: signed-in, team, https://host-1');
    expect(text).toContain('/v1/projects/project-1/addons/addon-1');
    expect(text).toContain('from instance-1 to instance-');
    expect(text).toContain('connect ECONNREFUSED ip-1:443 instance-1');
    expect(text).toContain('- Portside: 1.0.0');
    expect(text).toContain(
      '- [ok] Token\n  - account-1: accepted.\n- [problem] Tunnel gateway\n  - addon-1: https://host-1',
    );
    expect(text).toContain('"error":{"name":"Error",');
  });

  test('is in English, whatever the window speaks', () => {
    setLanguage('de');
    const names = { account: 'a', host: 'h.example', project: 'p', resource: 'r', pod: 'p-1', person: 'me' };
    const said = write(names);
    setLanguage('en');
    expect(write(names)).toBe(said);
  });

  test('is saved with the log files, in which the same is left out', () => {
    const names = {
      account: 'Zqacme',
      host: 'h.zq.example',
      project: 'zqp',
      resource: 'zqr',
      pod: 'zqpod-1',
      person: 'zqann',
    };
    const logs = { 'portside.log': `${logOf(names, 'nf-0123456789abcdef').join('\n')}\n` };
    const zip = unzipSync(
      zipReport({ markdown: '# shown', logs, state: sessionOf(names), machine, names: createPlaceholders() }),
    );
    expect(Object.keys(zip)).toEqual(['report.md', 'portside.log']);
    expect(strFromU8(zip['report.md'] ?? new Uint8Array())).toBe('# shown');
    const log = strFromU8(zip['portside.log'] ?? new Uint8Array());
    expect(log.trim().split('\n')).toHaveLength(3);
    expect(log.toLowerCase()).not.toContain('zq');
  });

  test.each(['http://zqproxy:3128/', 'zqproxy:3128/'])('does not name the proxy of the settings: %s', (proxy) => {
    const text = writeReport({
      state: { ...emptySession, settings: { ...emptySession.settings, proxy } },
      machine,
      names: createPlaceholders(),
      versions: {},
      logLines: [JSON.stringify({ message: 'no way by zqproxy:3128' })],
      now: 3,
    });
    expect(text).not.toContain('zqproxy');
    expect(text).toContain('no way by host-1:3128');
  });

  test('calls this computer as everybody does, also where it is the proxy', () => {
    const text = writeReport({
      state: {
        ...emptySession,
        accounts: { a: makeAccount({ proxy: '127.0.0.1:3128' }) },
        settings: { ...emptySession.settings, proxy: 'localhost:3128' },
      },
      machine,
      names: createPlaceholders(),
      versions: {},
      logLines: [JSON.stringify({ message: '127.0.0.1:5432 of localhost is open' })],
      now: 3,
    });
    expect(text).toContain('127.0.0.1:5432 of localhost is open');
  });

  test('and its log files mean the same by a placeholder, also after something came in between', () => {
    const names = createPlaceholders();
    const state = {
      ...emptySession,
      accounts: { b: makeAccount({ id: 'b', name: 'Beta', host: 'https://b.example' }) },
    };
    const about = (host: string) => JSON.stringify({ message: `no way to ${host}`, host });
    const markdown = writeReport({
      state,
      machine,
      names,
      versions: {},
      logLines: [about('z.example'), about('y.example')],
      now: 3,
    });
    const later = { ...state, accounts: { a: makeAccount({ id: 'a', name: 'Alpha' }), ...state.accounts } };
    const logs = { 'portside.log': [about('y.example'), about('Alpha'), about('z.example')].join('\n') };
    const zip = unzipSync(zipReport({ markdown, logs, state: later, machine, names }));
    expect(markdown).toContain('no way to host-2');
    expect(markdown).toContain('no way to host-3');
    const said = strFromU8(zip['portside.log'] ?? new Uint8Array()).match(/no way to [\w-]+/g);
    expect(said).toEqual(['no way to host-3', 'no way to account-2', 'no way to host-2']);
  });
});

describe('placeholders', () => {
  const clean = (text: string) => createPlaceholders().text(text);

  test.each([
    ['https://api.acme.example:8443/v1/x?y=z failed', 'https://host-1:8443/… failed'],
    ['https://api.northflank.com/v1', 'https://api.northflank.com/…'],
    ['getaddrinfo ENOTFOUND db.acme.internal', 'getaddrinfo ENOTFOUND host-1'],
    ['connect 10.0.0.7:443 and 10.0.0.7', 'connect ip-1:443 and ip-1'],
    ['listen 127.24.1.1:5432 or [::1]:80', 'listen 127.24.1.1:5432 or [::1]:80'],
    ['from fe80::1c2d:3 at 10:42:07', 'from ip-1 at 10:42:07'],
    ['ann.lee@acme.example', 'mail-1'],
    ['/v1/projects/shop/services/web%20x', '/v1/projects/name-1/services/name-2'],
    ['id 0a1b2c3d4e5f60718293 and 2f1c9a7e-11aa-4bcd-9a00-1234567890ab', 'id [id] and [id]'],
    ['state.json of Node 20.18.1', 'state.json of Node 20.18.1'],
  ])('for what nobody has named: %s', (text, result) => {
    expect(clean(text)).toBe(result);
  });

  test('stand for whole words only, and the longer name wins', () => {
    const names = createPlaceholders();
    names.add('project', 'web');
    names.add('service', 'web-api', 'web-api-id');
    expect(names.text('web, WEB-API, webber, web-api-id and web_x')).toBe(
      'project-1, service-1, webber, service-1 and project-1_x',
    );
  });

  test('of a log line leave time, level and scope as they are, where those are the program’s own', () => {
    const names = createPlaceholders();
    names.add('service', 'api');
    const line = {
      at: '2026-01-01T00:00:00.000Z',
      level: 'info',
      scope: 'portside.api',
      message: 'api of x',
      count: 3,
    };
    expect(JSON.parse(cleanLine(JSON.stringify(line), names))).toEqual({ ...line, message: 'service-1 of x' });
    expect(JSON.parse(cleanLine(JSON.stringify({ ...line, scope: 'acme.corp' }), names))).toMatchObject({ scope: '?' });
  });
});
