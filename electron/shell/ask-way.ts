import { dialog } from 'electron';
import { dialogText } from '../contract/text/desktop.ts';
import type { Whose } from '../session/sign-in-way.ts';
import { parent } from './file-dialogs.ts';

type AskedWay = {
  readonly host: string;
  readonly whose: Whose;
  readonly page: string | undefined;
  readonly proxy: string | undefined;
  readonly certificates: readonly { readonly name: string; readonly fingerprint: string }[];
};

/** More would make the dialog higher than a screen; each of them is enough to be asked about. */
const MOST_SHOWN = 4;

/** A box of the system: the one question that the page must not be able to answer. Whatever closes it says no. */
export async function askWay({ host, whose, page, proxy, certificates }: AskedWay, signal: AbortSignal) {
  const { way: text } = dialogText();
  const shown = certificates.slice(0, MOST_SHOWN);
  const more = certificates.length - shown.length;
  const detail = [
    typeof whose === 'string' ? text[whose] : text.login(whose.login),
    ...(page === undefined ? [] : [text.page(page)]),
    ...(proxy === undefined ? [] : [text.proxy(proxy)]),
    ...shown.map(({ name, fingerprint }) => text.certificate(name, fingerprint)),
    ...(more > 0 ? [text.more(more)] : []),
    text.warning,
  ].join('\n\n');
  const options = {
    type: 'warning' as const,
    message: whose === 'all' ? text.questionOfAll : text.question(host),
    detail,
    buttons: [text.cancel, text.allow],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal,
  };
  const over = parent();
  const { response } = over ? await dialog.showMessageBox(over, options) : await dialog.showMessageBox(options);
  return response === 1;
}
