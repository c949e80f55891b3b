import { app, shell } from 'electron';
import type { Log } from '../base/log.ts';
import { resourceName } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import { findKit, isPublic, roleOf } from '../contract/kit.ts';
import type { KitFormat, KitOpener } from '../contract/kit-formats.ts';
import { dbeaverArgumentsOf, type Kit, kitOf, passwordOf, programOf, renderKit, tablePlusUrl } from '../kit/kit.ts';
import { renderLine, renderScript } from '../kit/program.ts';
import type { createResolver } from '../northflank/endpoint.ts';
import { readCredentials } from '../northflank/credentials.ts';
import type { CopyDeeds } from '../session/commands/copy-commands.ts';
import type { KitDeeds } from '../session/commands/kit-commands.ts';
import { createKitValues } from '../session/kit-values.ts';
import type { Store } from '../session/store.ts';
import { openClipboard } from '../shell/clipboard.ts';
import { openReveal } from '../shell/reveal.ts';
import { systemClipboard } from '../shell/system-clipboard.ts';
import { createOpeners } from '../system/openers.ts';
import { protocolHandler } from '../system/protocol-handler.ts';
import { createHandOut } from './hand-out.ts';

type Parts = {
  readonly store: Store;
  readonly apiOf: Parameters<typeof createResolver>[0]['apiOf'];
  readonly windowOf: Parameters<typeof openReveal>[0];
  readonly log: Log;
};

const handlerOf = async (scheme: string): Promise<string> =>
  process.platform === 'linux' ? protocolHandler(scheme) : app.getApplicationNameForProtocol(`${scheme}://`);

const notOpen = () => new Failure('not-open');

/** Connection strings: the credentials, what is written with them, and where the texts go. */
export function openKit({ store, apiOf, windowOf, log }: Parts) {
  const { dispatch, read, subscribe } = store;
  const clipboard = openClipboard({ board: systemClipboard(log), seconds: () => read().settings.clipboardSeconds });
  const reveal = openReveal(windowOf);
  const openers = createOpeners({ renderLine, renderScript });
  const values = createKitValues({
    dispatch,
    load: async (target, signal) => {
      const tags = Object.values(read().resources).find(
        (resource) => resource.target.kind === target.kind && resource.target.resourceId === target.resourceId,
      )?.tags;
      return readCredentials(await apiOf(target.accountId), target, { ...(tags && { tags }), signal });
    },
  });
  const end = subscribe((next, previous) => {
    if (next.accounts === previous.accounts) return;
    for (const id of Object.keys(previous.accounts)) if (!Object.hasOwn(next.accounts, id)) values.forgetAccount(id);
  });

  const kitFor = async (tunnelId: string, needsValues: boolean): Promise<Kit> => {
    const found = findKit(read(), tunnelId);
    if (!found) throw notOpen();
    const { forward } = found;
    const held = needsValues ? await values.of(forward.id, forward.target) : { values: new Map(), isPartial: false };
    const kit = kitOf(read(), tunnelId, held.values, held.isPartial);
    if (!kit) throw notOpen();
    return kit;
  };
  const needs = (tunnelId: string, format: KitFormat): boolean => {
    const found = findKit(read(), tunnelId);
    return found !== undefined && !isPublic(roleOf(read(), found.forward, found.tunnel), format);
  };
  const given = <T>(part: T | undefined, { forward: { id } }: Kit): T => {
    if (part === undefined)
      throw new Failure('kit-incomplete', { args: { name: resourceName(read().resources[id], id) } });
    return part;
  };

  /** TablePlus gets the password on a Mac alone: elsewhere an address to open becomes an argument, which others can see. */
  const openIn: Readonly<Record<KitOpener, (kit: Kit) => Promise<void>>> = {
    browser: (kit) => shell.openExternal(given(renderKit(kit, 'uri'), kit)),
    async tableplus(kit) {
      const hasPassword = process.platform === 'darwin';
      const url = given(tablePlusUrl(kit, hasPassword), kit);
      const password = passwordOf(kit);
      if (!hasPassword && password !== undefined) await clipboard.copy(password, true);
      await shell.openExternal(url);
    },
    async dbeaver(kit) {
      const args = dbeaverArgumentsOf(kit);
      const password = passwordOf(kit);
      if (password !== undefined) await clipboard.copy(password, true);
      if (args) await openers.openDbeaver(args);
    },
    async terminal(kit) {
      await openers.openTerminal(given(programOf(kit), kit));
    },
  };

  /** A press that was let go of while the platform was asked shows nothing. */
  let press = 0;
  const deeds: KitDeeds & { readonly copy: CopyDeeds['copy'] } = {
    copy: (text, secret) => clipboard.copy(text, secret),
    async copyKit(tunnelId, format) {
      const secret = needs(tunnelId, format);
      const kit = await kitFor(tunnelId, secret);
      await clipboard.copy(given(renderKit(kit, format), kit), secret && format !== 'dbeaver');
    },
    async openKit(tunnelId, opener) {
      const kit = await kitFor(tunnelId, opener !== 'browser' || needs(tunnelId, 'uri'));
      await openIn[opener](kit);
    },
    async revealKit(tunnelId, field, place) {
      press += 1;
      const mine = press;
      const kit = await kitFor(tunnelId, needs(tunnelId, field));
      const text = given(renderKit(kit, field), kit);
      if (mine === press) await reveal.show(text, place);
    },
    concealKit() {
      press += 1;
      reveal.conceal();
    },
  };

  const find = async (): Promise<void> => {
    const handlers = await Promise.all(['postgresql', 'mysql'].map(handlerOf));
    const handler = handlers.some((each) => /tableplus/i.test(each));
    dispatch({
      type: 'openers-found',
      openers: [...(handler ? ['tableplus' as const] : []), ...(await openers.found())],
    });
  };
  void find().catch((error: unknown) => log.warn('programs were not looked for', { error }));

  const handOut = createHandOut({
    read,
    kitOf: (tunnelId) => kitFor(tunnelId, true),
    textOf: async (tunnelId, format) => {
      const kit = await kitFor(tunnelId, needs(tunnelId, format));
      return given(renderKit(kit, format), kit);
    },
  });

  return { deeds, handOut, parts: [clipboard, reveal, values, openers, { close: end }] };
}
