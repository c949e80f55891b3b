import { Variant, type Message } from 'dbus-next';
import { openBus, type Answer } from './tray-panel-bus.ts';
import { openItem, type ItemAddress, type TrayItem } from './tray-panel-item.ts';

export type { MenuNode } from './tray-panel-menu.ts';
export type { Pixmap, TrayItem, TrayLook } from './tray-panel-item.ts';

export type Panel = {
  /** The first tray item that an app puts up, now or later. */
  waitForItem(timeoutMs?: number): Promise<TrayItem>;
  close(): Promise<void>;
};

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const ITEM_PATH = '/StatusNotifierItem';
const WAIT_MS = 15_000;

/**
 * Acts on a session bus as the panel of a desktop does (StatusNotifierWatcher and host in one), so that a test reads and
 * clicks the very tray a user has. Open it before the app: without a panel Electron puts its tray up in another way.
 */
export async function openPanel(busAddress: string): Promise<Panel> {
  const bus = await openBus(busAddress);
  const items: ItemAddress[] = [];
  const waiting = new Set<(address: ItemAddress) => void>();
  bus.serve((call) =>
    answer(call, items, (address) => {
      items.push(address);
      bus.signal(WATCHER_PATH, WATCHER, 'StatusNotifierItemRegistered', `${address.destination}${address.path}`);
      for (const tell of waiting) tell(address);
      waiting.clear();
    }),
  );
  await bus.own(WATCHER).catch((error: unknown) => {
    bus.close();
    throw error;
  });
  return {
    waitForItem: async (timeoutMs = WAIT_MS) => await openItem(bus, items[0] ?? (await next(waiting, timeoutMs))),
    close: () => Promise.resolve(bus.close()),
  };
}

async function next(waiting: Set<(address: ItemAddress) => void>, timeoutMs: number): Promise<ItemAddress> {
  return await new Promise((resolve, reject) => {
    const tell = (address: ItemAddress): void => {
      clearTimeout(timer);
      resolve(address);
    };
    const timer = setTimeout(() => {
      waiting.delete(tell);
      reject(new Error(`No app put a tray item up within ${timeoutMs} ms.`));
    }, timeoutMs);
    waiting.add(tell);
  });
}

function answer(call: Message, items: ItemAddress[], add: (address: ItemAddress) => void): Answer | undefined {
  if (call.path !== WATCHER_PATH) return undefined;
  switch (call.member) {
    case 'RegisterStatusNotifierItem': {
      const given = String(call.body[0]);
      // Either an object of the caller, or a name that has the item at the usual place; both in one, as some versions of
      // Electron had it, is no name, and refused by GNOME and others (docs/decisions/0044).
      if (!given.startsWith('/') && given.includes('/')) return undefined;
      add(given.startsWith('/') ? { destination: call.sender, path: given } : { destination: given, path: ITEM_PATH });
      return { signature: '', body: [] };
    }
    case 'RegisterStatusNotifierHost':
      return { signature: '', body: [] };
    case 'Get':
      return { signature: 'v', body: [properties(items)[String(call.body[1])]] };
    case 'GetAll':
      return { signature: 'a{sv}', body: [properties(items)] };
    default:
      return undefined;
  }
}

function properties(items: ItemAddress[]): Record<string, Variant> {
  return {
    IsStatusNotifierHostRegistered: new Variant('b', true),
    ProtocolVersion: new Variant('i', 0),
    RegisteredStatusNotifierItems: new Variant(
      'as',
      items.map(({ destination, path }) => `${destination}${path}`),
    ),
  };
}
