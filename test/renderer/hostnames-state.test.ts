import { describe, expect, it } from 'vitest';
import { type Hostnames, noHostnames } from '../../electron/contract/hostnames.ts';
import { problem } from '../../electron/contract/problem.ts';
import { markOf, shownHosts } from '../../renderer/hostnames/names.ts';
import { sayHostnames } from '../../renderer/hostnames/state.ts';
import { makeProject, makeResource, makeState, makeTunnel, openAt, openForward } from '../support/session-fixtures.ts';

const shop = makeProject({ id: 'shop' });
const web = makeResource(shop, { name: 'web' });
const names = (port: string) => ['web.ns-1.svc.cluster.local', 'web', `${port}.web`];
const http = makeTunnel(web, { number: 80, name: 'http', protocol: 'HTTP' }, openAt(1, 80), {
  hostnames: names('http'),
});
const metrics = makeTunnel(web, { number: 9090, name: 'metrics', protocol: 'TCP' }, openAt(1, 9090), {
  hostnames: names('metrics'),
});
const make = (part: Partial<Hostnames>): Hostnames => ({ ...noHostnames, ...part });
const stateWith = (hostnames: Partial<Hostnames>) =>
  makeState({
    projects: [shop],
    resources: [web],
    forwards: [openForward(web, [metrics, http])],
    hostnames: make(hostnames),
  });
const conflict = { name: 'web', owner: 'other', loser: web.key };

describe('the words for cluster names', () => {
  it.each([
    [{}, ['mute', 'Hostnames off', 'Addresses only']],
    [{ state: 'waiting' }, ['warn', 'Hostnames waiting', 'Need your permission']],
    [{ state: 'asking' }, ['accent', 'Hostnames asking', 'Answer the prompt']],
    [{ state: 'kept', kept: 12 }, ['ok', 'Hostnames on', '12 names in hosts file']],
    [{ state: 'kept', kept: 1 }, ['ok', 'Hostnames on', '1 name in hosts file']],
    [{ state: 'kept' }, ['ok', 'Hostnames on', 'No names needed yet']],
    [{ state: 'dismissed' }, ['mute', 'Hostnames off', 'Permission not given']],
    [{ state: 'unavailable' }, ['warn', 'Hostnames off', 'Permission unavailable']],
    [
      { state: 'failed', problem: problem('hosts-reverted') },
      ['danger', 'Hostnames failed', 'Hosts file changed back'],
    ],
    [{ state: 'failed', problem: problem('helper-lost') }, ['danger', 'Hostnames failed', 'Hostname helper ended']],
  ] as const)('of %j are %j', (part, words) => {
    const { tone, title, about } = sayHostnames(make(part));
    expect([tone, title, about]).toEqual(words);
  });

  it('count a name that leads elsewhere once, however many forwards go without it', () => {
    const conflicts = [conflict, { ...conflict, loser: 'third' }, { name: 'api', owner: 'hosts-file' }];
    const { tone, about } = sayHostnames(make({ state: 'kept', kept: 3, conflicts }));
    expect([tone, about]).toEqual(['warn', '3 names · 2 conflicts']);
  });

  it('tell of lines that others left while names are off', () => {
    const leftovers = [{ source: 'official', names: ['web'] }] as const;
    expect(sayHostnames(make({ leftovers })).about).toBe('Old lines in hosts file');
  });
});

describe('the host that a row shows', () => {
  const shown = (part: Partial<Hostnames>) => {
    const hosts = shownHosts(stateWith(part), web.key);
    return [hosts[http.id], hosts[metrics.id]];
  };

  it('is the shortest name of the first port, and the same for ports that have it too', () => {
    expect(shown({ state: 'kept' })).toEqual(['web', 'web']);
  });

  it('is the next name where the shortest leads elsewhere', () => {
    expect(shown({ state: 'kept', conflicts: [conflict] })).toEqual(['http.web', 'metrics.web']);
  });

  it.each(['off', 'waiting', 'asking', 'dismissed', 'unavailable', 'failed'] as const)(
    'is none while names are %s',
    (state) => {
      expect(shown({ state })).toEqual([undefined, undefined]);
    },
  );

  it('is none where every name leads elsewhere', () => {
    const conflicts = [...names('http'), 'metrics.web'].map((name) => ({ ...conflict, name }));
    expect(shown({ state: 'kept', conflicts })).toEqual([undefined, undefined]);
  });
});

describe('the mark of a name', () => {
  const kept = make({ state: 'kept', conflicts: [conflict] });

  it('says whether the name leads here, and names the conflict where it does not', () => {
    expect(markOf(kept, web.key, 'http.web', ['http.web'])).toEqual({ kind: 'leads' });
    expect(markOf(kept, web.key, 'Web', [])).toEqual({ kind: 'taken', conflict });
  });

  it('is off while names are off or the port is not bound', () => {
    expect(markOf(make({ state: 'waiting' }), web.key, 'web', [])).toEqual({ kind: 'off' });
    expect(markOf(kept, web.key, 'http.web', [])).toEqual({ kind: 'off' });
  });

  it('does not blame the forward that has the name', () => {
    expect(markOf(kept, 'other', 'web', ['web'])).toEqual({ kind: 'leads' });
  });
});
