import { pathToFileURL } from 'node:url';
import { Variant } from 'dbus-next';
import { openBus } from './tray-panel-bus.ts';

const NAME = 'org.freedesktop.portal.Desktop';
const ROOT = '/org/freedesktop/portal/desktop';

type AskedFile = { readonly member: 'OpenFile' | 'SaveFile'; readonly title: string; readonly name: string };

export type FilePortal = {
  /** Chooses this file in the next dialog; undefined closes it. Resolves with what the dialog was opened with. */
  readonly choose: (file: string | undefined) => Promise<AskedFile>;
  readonly close: () => void;
};

const CHOSEN = 0;
const CLOSED = 1;

/**
 * Stands for the desktop where it shows its file dialogs (org.freedesktop.portal.FileChooser): programs ask over the
 * session bus, and the desktop answers with what its user has chosen.
 */
export async function openFilePortal(busAddress: string): Promise<FilePortal> {
  const bus = await openBus(busAddress);
  const choices: { readonly file: string | undefined; readonly done: (asked: AskedFile) => void }[] = [];
  const asked: { readonly what: AskedFile; readonly handle: string }[] = [];

  function meet(): void {
    const [call] = asked;
    const [choice] = choices;
    if (!call || !choice) return;
    asked.shift();
    choices.shift();
    const { file } = choice;
    const results = file === undefined ? {} : { uris: new Variant('as', [pathToFileURL(file).href]) };
    bus.emit({
      path: call.handle,
      interface: 'org.freedesktop.portal.Request',
      member: 'Response',
      signature: 'ua{sv}',
      body: [file === undefined ? CLOSED : CHOSEN, results],
    });
    choice.done(call.what);
  }

  bus.serve(({ path, member, sender, body }) => {
    if (path !== ROOT) return undefined;
    if (member === 'Get' && body[1] === 'version') return { signature: 'v', body: [new Variant('u', 4)] };
    if (member !== 'SaveFile' && member !== 'OpenFile') return undefined;
    const options = body[2] as Readonly<Record<string, Variant | undefined>>;
    const token = String(options['handle_token']?.value ?? 'none');
    const handle = `${ROOT}/request/${sender.slice(1).replaceAll('.', '_')}/${token}`;
    const name = String(options['current_name']?.value ?? '');
    asked.push({ what: { member, title: String(body[1]), name }, handle });
    // The answer to the call comes before the user's.
    setImmediate(meet);
    return { signature: 'o', body: [handle] };
  });
  await bus.own(NAME);
  return {
    choose: (file) =>
      new Promise((done) => {
        choices.push({ file, done });
        meet();
      }),
    close: () => bus.close(),
  };
}
