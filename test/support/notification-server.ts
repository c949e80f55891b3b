import { openBus } from './tray-panel-bus.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

type SeenNotice = { readonly id: number; readonly title: string; readonly body: string };

type NotificationServer = {
  /** The first notice of this title, shown already or to come. */
  readonly waitFor: (title: string, timeoutMs?: number) => Promise<SeenNotice>;
  readonly titles: () => readonly string[];
  /** A click on the notice itself. */
  readonly click: (notice: SeenNotice) => void;
  readonly close: () => void;
};

/** Shows an app's notifications as a desktop does (org.freedesktop.Notifications), to a test. */
export async function openNotificationServer(busAddress: string): Promise<NotificationServer> {
  const bus = await openBus(busAddress);
  const seen: SeenNotice[] = [];
  const waiting = new Set<() => void>();
  bus.serve((call) => {
    if (call.path !== PATH) return undefined;
    switch (call.member) {
      case 'GetCapabilities':
        return { signature: 'as', body: [['body', 'actions']] };
      case 'GetServerInformation':
        return { signature: 'ssss', body: ['test', 'portside', '1', '1.2'] };
      case 'CloseNotification':
        return { signature: '', body: [] };
      case 'Notify': {
        const notice = { id: seen.length + 1, title: String(call.body[3]), body: String(call.body[4]) };
        seen.push(notice);
        for (const look of waiting) look();
        return { signature: 'u', body: [notice.id] };
      }
      default:
        return undefined;
    }
  });
  await bus.own(NAME);
  return {
    titles: () => seen.map(({ title }) => title),
    waitFor: (title, timeoutMs = 15_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const notice = seen.find((each) => each.title === title);
          if (!notice) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(notice);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(`No notice "${title}" within ${timeoutMs} ms; seen: ${seen.map((each) => each.title).join()}`),
          );
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    click: ({ id }) => bus.signal(PATH, NAME, 'ActionInvoked', id, 'default'),
    close: () => bus.close(),
  };
}
