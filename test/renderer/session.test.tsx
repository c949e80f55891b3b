// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Profiler } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionMessage } from '../../electron/contract/channels.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { makeParts, Providers } from '../../renderer/app.tsx';
import { ResourceRow } from '../../renderer/projects/resource-row.tsx';
import { makeSessionCopy } from '../../renderer/session.ts';
import { makeBridgeDouble } from '../support/bridge-double.ts';
import {
  makeForward,
  makeProject,
  makeResource,
  makeState,
  makeTraffic,
  makeTunnel,
  openAt,
  openForward,
} from '../support/session-fixtures.ts';

const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web' });
const api = makeResource(project, { name: 'api' });
const tunnelOf = (resource: typeof web) =>
  makeTunnel(resource, { number: 8080, name: 'http', protocol: 'HTTP' }, openAt(1, 8080));
const forwards = [openForward(web, [tunnelOf(web)]), openForward(api, [tunnelOf(api)])];
const state = makeState({ projects: [project], resources: [web, api], forwards });

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the copy of the session', () => {
  it('equals the state after a snapshot and patches, and keeps untouched entries identical', () => {
    const double = makeBridgeDouble(state);
    const copy = makeSessionCopy(double.bridge);
    const close = copy.open();
    const before = copy.read();
    double.change((each) => ({ ...each, forwards: { ...each.forwards, [web.key]: makeForward(web) } }));
    expect(copy.read()).toEqual(double.state());
    expect(copy.read()?.forwards[api.key]).toBe(before?.forwards[api.key]);
    close();
  });

  it('listens anew after a missed revision and then equals the state', () => {
    const double = makeBridgeDouble(state);
    const copy = makeSessionCopy(double.bridge);
    const close = copy.open();
    double.lose((each) => ({ ...each, online: false }));
    double.change((each) => ({ ...each, projects: {} }));
    expect(double.listens()).toBe(2);
    expect(copy.read()).toEqual(double.state());
    close();
    expect(double.listening()).toBe(false);
  });

  it('shows the last good state until the snapshot after a gap has come', () => {
    const receivers: ((message: SessionMessage) => void)[] = [];
    let ended = 0;
    const copy = makeSessionCopy({
      send: () => Promise.resolve({ ok: true }),
      listen: (receive) => {
        receivers.push(receive);
        return () => {
          ended += 1;
        };
      },
    });
    const close = copy.open();
    const offline: SessionState = { ...state, online: false };
    receivers[0]?.({ kind: 'snapshot', revision: 4, state });
    receivers[0]?.({ kind: 'patch', revision: 6, patch: { values: { online: false }, set: {}, gone: {} } });
    expect(copy.read()).toBe(state);
    expect([receivers.length, ended]).toEqual([2, 1]);
    receivers[0]?.({ kind: 'patch', revision: 5, patch: { values: { online: false }, set: {}, gone: {} } });
    expect(copy.read()).toBe(state);
    receivers[1]?.({ kind: 'snapshot', revision: 6, state: offline });
    expect(copy.read()).toBe(offline);
    close();
  });
});

describe('watchers', () => {
  function watch() {
    const double = makeBridgeDouble(state);
    const copy = makeSessionCopy(double.bridge);
    const close = copy.open();
    const told = { all: 0, calm: 0, rates: 0 };
    copy.subscribe(() => (told.all += 1));
    copy.subscribeCalm(() => (told.calm += 1));
    const stop = copy.subscribeRates(() => (told.rates += 1));
    const flow = (rateIn: number) =>
      double.change((each) => ({ ...each, traffic: { [tunnelOf(web).id]: makeTraffic({ rateIn }) } }));
    return { double, copy, close, told, stop, flow };
  }

  it('of rates hear twice a second, of all else at once; a patch of both is heard by both', () => {
    vi.useFakeTimers();
    const { double, close, told, flow } = watch();
    for (let times = 1; times <= 8; times += 1) {
      flow(times);
      vi.advanceTimersByTime(250);
    }
    vi.advanceTimersByTime(500);
    expect(told).toMatchObject({ all: 8, calm: 0 });
    expect(told.rates).toBeGreaterThanOrEqual(3);
    expect(told.rates).toBeLessThanOrEqual(5);
    double.change((each) => ({ ...each, online: false, traffic: {} }));
    vi.advanceTimersByTime(1000);
    expect(told).toMatchObject({ all: 9, calm: 1 });
    close();
  });

  it('of rates that have gone, and a window that is closed, leave no timer', () => {
    vi.useFakeTimers();
    const { close, told, stop, flow } = watch();
    flow(1);
    close();
    expect(vi.getTimerCount()).toBe(0);
    stop();
    flow(2);
    expect([vi.getTimerCount(), told.rates]).toEqual([0, 0]);
  });
});

describe('rows', () => {
  function renderRows() {
    const double = makeBridgeDouble(state);
    const parts = makeParts(double.bridge);
    const close = parts.copy.open();
    const renders = { web: 0, api: 0 };
    const { container } = render(
      <Providers parts={parts}>
        <ul>
          <Profiler id="web" onRender={() => (renders.web += 1)}>
            <ResourceRow id={web.key} top={0} position={1} count={2} tabStop />
          </Profiler>
          <Profiler id="api" onRender={() => (renders.api += 1)}>
            <ResourceRow id={api.key} top={56} position={2} count={2} tabStop={false} />
          </Profiler>
        </ul>
      </Providers>,
    );
    const count = (change: (state: SessionState) => SessionState) => {
      renders.web = 0;
      renders.api = 0;
      act(() => double.change(change));
      return { ...renders };
    };
    return { count, close, screen: container };
  }

  it('a patch of one forward renders its row and no other', () => {
    const { count, close } = renderRows();
    expect(count((each) => ({ ...each, forwards: { ...each.forwards, [web.key]: makeForward(web) } }))).toEqual({
      web: 1,
      api: 0,
    });
    close();
  });

  it('traffic renders no row: the rates stand there half a second later, however often they came', () => {
    vi.useFakeTimers();
    const { count, close, screen } = renderRows();
    const id = tunnelOf(api).id;
    const traffic = (rateIn: number) => (each: SessionState) => ({
      ...each,
      traffic: { [id]: makeTraffic({ rateIn }) },
    });
    const shown = () => [...screen.querySelectorAll('.rate')].map(({ textContent }) => textContent);
    expect(shown()).toEqual(['0 B/s', '0 B/s']);
    for (const rateIn of [1000, 9000, 48_000]) expect(count(traffic(rateIn))).toEqual({ web: 0, api: 0 });
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual(['0 B/s', '48 KB/s']);
    expect(count(traffic(0))).toEqual({ web: 0, api: 0 });
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual(['0 B/s', '0 B/s']);
    expect(vi.getTimerCount()).toBe(0);
    close();
  });

  it('a patch of something else renders no row', () => {
    const { count, close } = renderRows();
    expect(count((each) => ({ ...each, hostnames: { ...each.hostnames, state: 'asking' } }))).toEqual({
      web: 0,
      api: 0,
    });
    close();
  });
});
