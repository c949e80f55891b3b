// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { checkDraft } from '../../renderer/forwards/place-check.ts';
import { proofOf } from '../../renderer/forwards/verified.tsx';
import {
  makeProject,
  makeResource,
  makeState,
  makeTunnel,
  NOW,
  openAt,
  openForward,
} from '../support/session-fixtures.ts';
import { closeWindowAfterEach, details, openWindow, row } from './window.tsx';

closeWindowAfterEach();

const http = { number: 8080, name: 'http', protocol: 'HTTP' };
const admin = { number: 9000, name: 'admin', protocol: 'TCP' };
const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web', ports: [http, admin] });
const api = makeResource(project, { name: 'api' });
const forward = openForward(web, [
  makeTunnel(web, http, openAt(1, 80)),
  makeTunnel(web, admin, openAt(1, 9000, { verifiedAt: NOW - 9000, roundTripMs: 41 })),
]);
const other = openForward(api, [makeTunnel(api, http, openAt(2, 8080))]);
const state = makeState({ projects: [project], resources: [web, api], forwards: [forward, other] });
const show = (wish: Partial<typeof forward.wish> = {}, instances = ['web-0', 'web-1']) => {
  const shown = { ...forward, instances, wish: { ...forward.wish, ...wish } };
  const double = openWindow({ ...state, forwards: { ...state.forwards, [web.key]: shown } });
  fireEvent.click(row('web').getAllByRole('button')[0] ?? document.body);
  return double;
};

describe('the proof of a forward', () => {
  it('is as old as that of its port asked longest ago, and as slow as its slowest', () => {
    expect(proofOf(forward)).toEqual({ at: NOW - 9000, trip: 41, checking: false });
  });

  it('is none where no port is open', () => {
    expect(proofOf({ ...forward, tunnels: {} })).toBeUndefined();
  });
});

describe('ports', () => {
  const box = (name: RegExp) => details().getByRole('checkbox', { name });

  it('that are not wanted are left out by their numbers', () => {
    const { sent } = show();
    fireEvent.click(box(/^admin/));
    expect(sent).toEqual([{ type: 'forward.ports', id: web.key, ports: [8080] }]);
  });

  it('are all again without a list, so that a port that is added later comes too', () => {
    const { sent } = show({ ports: [8080] });
    fireEvent.click(box(/^admin/));
    fireEvent.click(details().getByRole('button', { name: 'All ports' }));
    expect(sent).toEqual([
      { type: 'forward.ports', id: web.key },
      { type: 'forward.ports', id: web.key },
    ]);
  });

  it('cannot all be left out', () => {
    show({ ports: [8080] });
    expect(box(/^http/).hasAttribute('disabled')).toBe(true);
  });
});

describe('the instance', () => {
  it('is chosen among those that run', async () => {
    const { sent } = show();
    fireEvent.click(details().getByRole('combobox', { name: 'Instance' }));
    const second = await screen.findByRole('option', { name: 'web-1' });
    fireEvent.pointerDown(second);
    fireEvent.click(second);
    await waitFor(() => expect(sent).toEqual([{ type: 'forward.instance', id: web.key, instance: 'web-1' }]));
  });

  it('that is chosen but gone is still shown', () => {
    show({ instance: 'web-9' }, ['web-0']);
    expect(details().getByRole('combobox', { name: 'Instance' }).textContent).toContain('web-9');
  });
});

describe('the state', () => {
  it.each([
    ['running', 'COMPLETED', 'Running'],
    ['starting', 'IN_PROGRESS', 'Starting'],
    ['stopped', 'COMPLETED', 'Stopped'],
    ['stopped', 'SUCCESS', 'Build succeeded'],
    ['running', 'backup', 'Taking a backup'],
    ['unknown', 'COMPLETED', 'Completed'],
    ['unknown', 'waitingForQuota', 'Waiting for quota'],
    ['unknown', 'constructor', 'Constructor'],
    ['unknown', '', 'State unknown'],
  ] as const)('%s, which Northflank calls %j, is called %s', (is, detail, words) => {
    openWindow({ ...state, resources: { ...state.resources, [web.key]: { ...web, state: is, detail } }, forwards: {} });
    fireEvent.click(row('web').getAllByRole('button')[0] ?? document.body);
    expect(details().getByText('State').nextElementSibling?.textContent).toBe(words);
  });

  it('of an instance that is newer than this app is told in plain words', () => {
    const list = [
      { name: 'web-0', state: 'ended', detail: 'TASK_KILLED' },
      { name: 'web-1', state: 'unknown', detail: 'TASK_LOST' },
    ] as const;
    openWindow({ ...state, instances: { [web.key]: { list, readAt: NOW } } });
    fireEvent.click(row('web').getAllByRole('button')[0] ?? document.body);
    const lines = within(details().getByRole('region', { name: 'Instances' })).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual(['web-0Ended', 'web-1Task lost']);
  });
});

describe('the local address', () => {
  const form = () => within(details().getByRole('form', { name: 'Local address' }));
  const edit = () => fireEvent.click(details().getByRole('button', { name: 'Change the local address of http' }));
  const type = (label: string, value: string) =>
    fireEvent.change(form().getByRole('textbox', { name: label }), { target: { value } });

  it('is sent as it was typed, and what is empty is left to Portside', () => {
    const { sent } = show();
    edit();
    type('Port', '3000');
    fireEvent.click(form().getByRole('button', { name: 'Apply' }));
    expect(sent).toEqual([{ type: 'forward.place', id: web.key, port: 8080, localPort: 3000 }]);
  });

  it('is automatic again by its button', () => {
    const { sent } = show({ local: { 8080: { port: 3000 } } });
    edit();
    fireEvent.click(form().getByRole('button', { name: 'Automatic' }));
    expect(sent).toEqual([{ type: 'forward.place', id: web.key, port: 8080 }]);
  });

  it('that is wrong is named at once and cannot be applied', () => {
    show();
    edit();
    type('Address', '0.0.0.0');
    expect(form().getByText('Only 127.x.y.z or ::1')).toBeDefined();
    expect(form().getByRole('button', { name: 'Apply' }).hasAttribute('disabled')).toBe(true);
  });

  const own = { id: web.key, port: 8080 };
  it.each([
    [{ host: '192.168.0.4', port: '' }, { host: 'Only 127.x.y.z or ::1' }],
    [{ host: '', port: '70000' }, { port: '1 to 65535' }],
    [{ host: '', port: '0' }, { port: '1 to 65535' }],
    [{ host: '', port: '80a' }, { port: '1 to 65535' }],
    [{ host: '127.24.1.2', port: '8080' }, { port: 'Used by api' }],
    [{ host: '127.24.1.1', port: '9000' }, { port: 'Used by web' }],
    [{ host: '127.24.1.1', port: '80' }, { choice: { host: '127.24.1.1', port: 80 } }],
    [{ host: ' ::1 ', port: ' 5432 ' }, { choice: { host: '::1', port: 5432 } }],
    [{ host: '', port: '' }, { choice: {} }],
  ])('%j is checked to %j', (draft, check) => {
    expect(checkDraft(state, own, draft)).toEqual(check);
  });
});
