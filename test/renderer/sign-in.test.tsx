// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { problem } from '../../electron/contract/problem.ts';
import { makeAccount, makeForward, makeProject, makeResource, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, openWindow } from './window.tsx';

closeWindowAfterEach();

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const TOKEN = 'nf-secret-token';
const signedOut = makeState({ accounts: [] });
const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);
const type = (name: string | RegExp, value: string) => fireEvent.change(field(name), { target: { value } });
/** Without the question for logins of the command line, which the form asks by itself. */
const asked = (sent: readonly Command[]) => sent.filter(({ type }) => type !== 'cli-logins.list');
const submit = () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));

describe('sign-in', () => {
  it('sends the pasted token and the default host', () => {
    const { sent } = openWindow(signedOut);
    type('API token', `  ${TOKEN}\n`);
    submit();
    expect(asked(sent)).toEqual([{ type: 'account.sign-in', token: TOKEN, host: 'https://api.northflank.com' }]);
  });

  it('sends host, team and certificate where they are given', () => {
    const { sent } = openWindow(signedOut);
    type('API token', TOKEN);
    fireEvent.click(screen.getByRole('button', { name: /^Advanced/ }));
    type('API host', 'https://api.platform.example/');
    type(/^Team ID/, 'payments');
    type(/^CA certificate/, PEM);
    expect(screen.getByText('1 certificate found')).toBeDefined();
    submit();
    expect(asked(sent)).toEqual([
      {
        type: 'account.sign-in',
        token: TOKEN,
        host: 'https://api.platform.example',
        teamId: 'payments',
        ca: PEM.trim(),
      },
    ]);
  });

  it('reads a certificate from a file that the user chooses', async () => {
    openWindow(signedOut);
    fireEvent.click(screen.getByRole('button', { name: /^Advanced/ }));
    const chooser = document.querySelector('input[type=file]');
    if (!chooser) throw new Error('no file chooser');
    fireEvent.change(chooser, { target: { files: [new File([PEM + PEM], 'ca.pem')] } });
    expect(await screen.findByText('2 certificates found')).toBeDefined();
    expect(field(/^CA certificate/).value).toBe(PEM + PEM);
  });

  it.each([
    ['no token', {}, 'Paste the token first.'],
    [
      'a host without https',
      { 'API token': TOKEN, 'API host': 'http://api.example' },
      'Enter an address that begins with https://.',
    ],
    [
      'a text that is no certificate',
      { 'API token': TOKEN, 'CA certificate optional': 'hello' },
      'No certificate in PEM form was found in this text.',
    ],
  ])('with %s says what is missing and sends nothing', (_name, values, words) => {
    const { sent } = openWindow(signedOut);
    fireEvent.click(screen.getByRole('button', { name: /^Advanced/ }));
    for (const [name, value] of Object.entries(values)) type(new RegExp(`^${name.replace(' optional', '')}`), value);
    submit();
    expect(screen.getByText(words)).toBeDefined();
    expect(asked(sent)).toEqual([]);
  });

  it('hides the token unless it is revealed', () => {
    openWindow(signedOut);
    expect(field('API token').type).toBe('password');
    fireEvent.click(screen.getByRole('button', { name: 'Show token' }));
    expect(field('API token').type).toBe('text');
    fireEvent.click(screen.getByRole('button', { name: 'Hide token' }));
    expect(field('API token').type).toBe('password');
  });

  it('is busy while the token is checked and cannot be sent twice', () => {
    const { sent, change } = openWindow(signedOut);
    type('API token', TOKEN);
    change((state) => ({ ...state, signIn: { state: 'checking' } }));
    const button = screen.getByRole('button', { name: 'Checking the token…' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    const form = button.closest('form');
    if (form) fireEvent.submit(form);
    expect(asked(sent)).toEqual([]);
  });

  it('says why it failed, and keeps the token so that only the rest need be mended', () => {
    const { change } = openWindow(signedOut);
    type('API token', TOKEN);
    change((state) => ({ ...state, signIn: { state: 'checking' } }));
    change((state) => ({
      ...state,
      signIn: { state: 'failed', problem: problem('certificate-untrusted', { host: 'api.example' }) },
    }));
    const alert = within(screen.getByRole('alert'));
    expect(alert.getByText('Certificate not trusted')).toBeDefined();
    expect(alert.getByText(/The certificate of api.example cannot be verified/)).toBeDefined();
    expect(field('API token').value).toBe(TOKEN);
    expect(field(/^CA certificate/)).toBeDefined();
  });

  it('clears the token once it has succeeded, and never stores it', () => {
    const { change } = openWindow(signedOut);
    type('API token', TOKEN);
    submit();
    change((state) => ({ ...state, signIn: { state: 'checking' } }));
    change((state) => ({ ...state, signIn: { state: 'idle' } }));
    expect(field('API token').value).toBe('');
    change((state) => ({ ...state, accounts: { acme: makeAccount() } }));
    expect(screen.queryByLabelText('API token')).toBeNull();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    expect(document.cookie).toBe('');
  });

  it('of a further account lies over the list and closes by itself', async () => {
    const { change, sent } = openWindow(makeState());
    fireEvent.click(screen.getByRole('button', { name: /^Account/ }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Add an account…' }));
    const dialog = screen.getByRole('dialog', { name: 'Add an account' });
    fireEvent.change(within(dialog).getByLabelText('API token'), { target: { value: TOKEN } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    expect(asked(sent)).toHaveLength(1);
    change((state) => ({ ...state, signIn: { state: 'checking' } }));
    change((state) => ({ ...state, signIn: { state: 'idle' } }));
    expect(screen.queryByDisplayValue(TOKEN)).toBeNull();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('other ways to sign in', () => {
  const host = 'https://api.northflank.com';
  const logins = [
    { name: 'acme', host, isCurrent: true },
    { name: 'lab', host: 'https://api.lab.example', isCurrent: false },
  ];
  const browser = () => screen.getByRole('button', { name: 'Sign in with the browser' });

  it('in the browser, with what the advanced fields say', () => {
    const { sent } = openWindow(signedOut);
    fireEvent.click(browser());
    fireEvent.click(screen.getByRole('button', { name: /^Advanced/ }));
    type('API host', 'https://api.lab.example/');
    type(/^Proxy/, 'proxy.lab.example:3128');
    fireEvent.click(browser());
    expect(asked(sent)).toEqual([
      { type: 'account.sign-in-browser', host },
      { type: 'account.sign-in-browser', host: 'https://api.lab.example', proxy: 'proxy.lab.example:3128' },
    ]);
    type(/^Proxy/, 'socks5://proxy');
    fireEvent.click(browser());
    expect(screen.getByText('Enter an address such as http://proxy.example:3128.')).toBeDefined();
    expect(asked(sent)).toHaveLength(2);
  });

  it('waits for the browser, and can be given up', () => {
    const { sent, change } = openWindow(signedOut);
    change((state) => ({ ...state, signIn: { state: 'browser', step: 'waiting', page: 'app.northflank.com' } }));
    expect(screen.getByText('Continue in your browser')).toBeDefined();
    expect(screen.getByText(/^app.northflank.com is open there/)).toBeDefined();
    expect(screen.queryByLabelText('API token')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(asked(sent)).toEqual([{ type: 'account.sign-in-cancel' }]);
  });

  it('with the one login of the command line', () => {
    const { sent } = openWindow({ ...signedOut, cliLogins: { list: logins.slice(0, 1) } });
    expect(sent).toEqual([{ type: 'cli-logins.list' }]);
    fireEvent.click(screen.getByRole('button', { name: /^Use the Northflank CLI login.*acme/ }));
    expect(asked(sent)).toEqual([{ type: 'account.sign-in-cli', name: 'acme', host }]);
  });

  it('with one of several logins, each with its host', () => {
    const { sent } = openWindow({ ...signedOut, cliLogins: { list: logins } });
    fireEvent.click(screen.getByRole('button', { name: 'Use the Northflank CLI login' }));
    fireEvent.click(screen.getByRole('menuitem', { name: /lab.*api\.lab\.example/ }));
    expect(asked(sent)).toEqual([{ type: 'account.sign-in-cli', name: 'lab', host: 'https://api.lab.example' }]);
  });

  it('says why the logins of the command line are not offered', () => {
    const trouble = problem('cli-config-unreadable', { file: '/x', reason: 'is not valid JSON' });
    openWindow({ ...signedOut, cliLogins: { list: [], problem: trouble } });
    expect(screen.getByText(/is not valid JSON, so its logins are not offered/)).toBeDefined();
  });

  it('again, for an account whose team, proxy and certificate are known', () => {
    const rejected = makeAccount({ state: 'rejected', problem: problem('token-rejected') });
    const { sent } = openWindow(makeState({ accounts: [rejected] }));
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Sign in again' }));
    fireEvent.change(dialog.getByLabelText('API token'), { target: { value: TOKEN } });
    fireEvent.click(dialog.getByRole('button', { name: 'Sign in' }));
    expect(asked(sent)).toEqual([{ type: 'account.sign-in', token: TOKEN, host, again: 'acme' }]);
  });

  it('takes the offer to remove a plain token by its button', () => {
    const offer = problem('cli-token-plain', { name: 'acme', file: '/home/ann/.northflank/config.json' });
    const { sent } = openWindow(makeState({ problems: { 'cli-token-plain': offer } }));
    expect(screen.getByText(/login “acme”/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Remove it there' }));
    expect(sent).toEqual([{ type: 'cli-logins.forget' }]);
  });
});

describe('where tokens are kept', () => {
  it.each([
    ['system', { kind: 'system' }, 'run', /Kept in this computer’s key store\./],
    ['run', { kind: 'none', why: 'basic' }, 'run', /you are asked again after Portside has quit/],
    ['file', { kind: 'none', why: 'silent' }, 'file', /whose key lies beside it/],
  ] as const)('is said before the token is given (%s)', (_, keyStore, withoutKeyStore, words) => {
    openWindow({ ...signedOut, keyStore, settings: { ...signedOut.settings, withoutKeyStore } });
    expect(screen.getByText(words)).toBeDefined();
  });

  it('without a key store is a choice, whose weaker way is taken only after it was explained', () => {
    const problems = { 'token-unsaved': problem('token-unsaved') };
    const { sent } = openWindow(makeState({ keyStore: { kind: 'none', why: 'basic' }, problems }));
    fireEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    const inFile = () => screen.getByRole('radio', { name: 'In a file' });
    fireEvent.click(inFile());
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    expect(sent).toEqual([]);
    fireEvent.click(inFile());
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Store them anyway' }));
    expect(sent).toEqual([{ type: 'settings.change', settings: { withoutKeyStore: 'file' } }]);
  });

  it('with a key store is no choice', () => {
    openWindow(makeState({ keyStore: { kind: 'system' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    expect(screen.queryByText('Tokens without a key store')).toBeNull();
  });
});

describe('signing out', () => {
  const choose = () => {
    fireEvent.click(screen.getByRole('button', { name: /^Account/ }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Sign out' }));
  };
  const signOut = { type: 'account.sign-out', id: 'acme' };

  it('happens at once while nothing is forwarded', () => {
    const { sent } = openWindow(makeState());
    choose();
    expect(sent).toEqual([signOut]);
  });

  it('asks first where forwards would stop, and takes no for an answer', () => {
    const web = makeResource(makeProject({ id: 'storefront' }), { name: 'web' });
    const { sent } = openWindow(makeState({ forwards: [makeForward(web)] }));
    choose();
    const dialog = () => within(screen.getByRole('dialog', { name: 'Sign out of Acme?' }));
    expect(dialog().getByText('1 forward stops, and the token is removed from this computer.')).toBeDefined();
    fireEvent.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(sent).toEqual([]);
    choose();
    fireEvent.click(dialog().getByRole('button', { name: 'Sign out' }));
    expect(sent).toEqual([signOut]);
  });
});
