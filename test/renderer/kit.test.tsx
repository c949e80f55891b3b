// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { makeProject, makeResource, makeState, makeTunnel, openAt, openForward } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, details, openWindow, row } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web' });
const db = makeResource(project, { name: 'orders-db', kind: 'addon', version: '16.4', tls: true });
const dbTunnel = makeTunnel(db, { number: 5432, name: 'postgres', protocol: 'TCP' }, openAt(4, 5432));
const webTunnel = makeTunnel(web, { number: 8080, name: 'http', protocol: 'HTTP' }, openAt(1, 8080));
const make = (part: Partial<SessionState> = {}) => ({
  ...makeState({
    projects: [project],
    resources: [web, db],
    forwards: [openForward(db, [dbTunnel]), openForward(web, [webTunnel])],
  }),
  ...part,
});
const show = (name: string) => fireEvent.click(row(name).getByRole('button'));
const kit = () => within(details().getByRole('region', { name: 'Connection' }));

it('a database’s best string is one click away, and the button says for how long it stays', async () => {
  const { sent } = openWindow(make());
  show('orders-db');
  fireEvent.click(kit().getByRole('button', { name: 'Copy connection string' }));
  await kit().findByRole('button', { name: 'Copied · clears in 60 s' });
  expect(sent).toEqual([{ type: 'kit.copy', tunnelId: dbTunnel.id, format: 'uri' }]);
});

it('every other format is in a menu', async () => {
  const { sent } = openWindow(make());
  show('orders-db');
  fireEvent.click(kit().getByRole('button', { name: 'Copy in another format' }));
  const menu = within(await screen.findByRole('menu'));
  expect(menu.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([
    'Connection string',
    'Host and port',
    'Password',
    'psql command',
    'JDBC URL',
    'TablePlus URL',
    'DBeaver command',
    '.env file',
    'Shell export',
    'Docker env file',
    'Compose environment',
  ]);
  fireEvent.click(menu.getByRole('menuitem', { name: 'JDBC URL' }));
  expect(sent).toEqual([{ type: 'kit.copy', tunnelId: dbTunnel.id, format: 'jdbc' }]);
});

it('a service’s address leaves nothing to clear', async () => {
  const { sent } = openWindow(make());
  show('web');
  fireEvent.click(kit().getByRole('button', { name: 'Copy address' }));
  await kit().findByRole('button', { name: 'Copied' });
  expect(sent).toEqual([{ type: 'copy.address', tunnelId: webTunnel.id }]);
});

it('the string is shown with dots, and whole only by main, while the eye is held', () => {
  const { sent } = openWindow(make());
  show('orders-db');
  expect(kit().getByText('postgresql://•••••:•••••@127.24.1.4:5432/•••••')).toBeDefined();
  const eye = kit().getByRole('button', { name: 'Hold to show the connection string' });
  fireEvent.pointerDown(eye);
  fireEvent.pointerUp(eye);
  fireEvent.pointerUp(eye);
  fireEvent.keyDown(eye, { key: ' ' });
  fireEvent.keyDown(eye, { key: ' ', repeat: true });
  fireEvent.keyUp(eye, { key: ' ' });
  const place = expect.objectContaining({ width: expect.any(Number) as number }) as object;
  const reveal = { type: 'kit.reveal', tunnelId: dbTunnel.id, field: 'uri', place };
  expect(sent).toEqual([reveal, { type: 'kit.conceal' }, reveal, { type: 'kit.conceal' }]);
});

it('programs are offered that are on this computer and fit the port', () => {
  const { sent } = openWindow(make({ openers: ['terminal', 'dbeaver'] }));
  show('orders-db');
  expect(kit().queryByRole('button', { name: 'Open in TablePlus' })).toBeNull();
  expect(kit().getByRole('button', { name: 'Open in DBeaver' })).toBeDefined();
  fireEvent.click(kit().getByRole('button', { name: 'Open psql' }));
  expect(sent).toEqual([{ type: 'kit.open', tunnelId: dbTunnel.id, with: 'terminal' }]);
});

it('the port’s own client is opened by Ctrl Enter, wherever the focus is but in a field or a dialog', () => {
  const { sent } = openWindow(make({ openers: ['terminal', 'dbeaver'] }));
  const press = (target: Element = document.body) => fireEvent.keyDown(target, { key: 'Enter', ctrlKey: true });
  press();
  expect(sent).toEqual([]);
  show('orders-db');
  expect(kit().getByRole('button', { name: 'Open psql' }).getAttribute('aria-keyshortcuts')).toBe('Control+Enter');
  press(screen.getByRole('textbox'));
  expect(sent).toEqual([]);
  press();
  expect(sent).toEqual([{ type: 'kit.open', tunnelId: dbTunnel.id, with: 'terminal' }]);
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  press();
  expect(sent).toHaveLength(1);
});

it('a token that may not read credentials is told so in place', () => {
  const failed = { state: 'failed', problem: problem('token-too-narrow', { permission: 'Addons' }) } as const;
  openWindow(make({ kit: { [db.key]: failed } }));
  show('orders-db');
  expect(kit().getByRole('region', { name: 'Permission missing' })).toBeDefined();
});

it('by address a note says what becomes of the check of the server’s name', () => {
  openWindow(make());
  show('orders-db');
  expect(kit().getByText(/the certificate’s name cannot match/)).toBeDefined();
});
