import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message, Variant } from 'dbus-next';
import { watch, type Bus } from './tray-panel-bus.ts';
import { aboutToShow, readMenu, renderMenu, sendEvent, type MenuAddress, type MenuNode } from './tray-panel-menu.ts';

export type Pixmap = {
  width: number;
  height: number;
  /** Four bytes per pixel: alpha, red, green, blue. */ argb: Buffer;
};

export type TrayLook = {
  title: string;
  tooltip: string;
  status: string;
  iconName: string;
  /** Where the app hands its icon over in a file (Chromium under GNOME), else empty. */
  iconFile: string;
  /** Where it sends the picture itself (Chromium elsewhere), else empty. */
  pixmaps: Pixmap[];
  /** The picture's bytes, whichever way it came: equal bytes are an equal icon. */
  iconBytes: Buffer;
};

export type TrayItem = {
  look(): Promise<TrayLook>;
  menu(): Promise<MenuNode[]>;
  /** Opens the menu, goes down the labels and clicks the last; throws if one is missing, hidden or disabled. */
  click(labels: (string | RegExp)[]): Promise<void>;
  /** Goes down the labels as the pointer does, and stays there. */
  open(labels: (string | RegExp)[]): Promise<void>;
  /** The left click on the icon. */
  activate(): Promise<void>;
  /** Resolves with the first menu that fits, looked at anew whenever the app says it changed. */
  waitForMenu(fits: (menu: MenuNode[]) => boolean, timeoutMs?: number): Promise<MenuNode[]>;
  waitForLook(fits: (look: TrayLook) => boolean, timeoutMs?: number): Promise<TrayLook>;
  /** Resolves when the app has left the bus. */
  waitUntilGone(timeoutMs?: number): Promise<void>;
};

export type ItemAddress = { destination: string; path: string };

const ITEM = 'org.kde.StatusNotifierItem';
const WAIT_MS = 15_000;

export async function openItem(bus: Bus, given: ItemAddress): Promise<TrayItem> {
  // A well-known name may be given, but signals carry the unique one, and GNOME asks there.
  const owner = (await askBus(bus, 'GetNameOwner', given.destination)) as string;
  const address = { ...given, destination: owner };
  await watch(bus, `type='signal',sender='${owner}'`);
  await watch(bus, `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${owner}'`);
  const changed = (message: Message): boolean => message.sender === owner;
  const left = (message: Message): boolean => message.member === 'NameOwnerChanged' && message.body[0] === owner;

  const menuAddress = async (): Promise<MenuAddress> => {
    const properties = await readProperties(bus, address);
    return { destination: owner, path: properties['Menu']?.value as string };
  };
  const menu = async (): Promise<MenuNode[]> => (await readMenu(bus, await menuAddress())).children;
  const look = async (): Promise<TrayLook> => toLook(await readProperties(bus, address));

  return {
    look,
    menu,
    click: async (labels) => await click(bus, await menuAddress(), labels),
    open: async (labels) => {
      const address = await menuAddress();
      await openMenu(bus, address, (await goDown(bus, address, labels)).id);
    },
    activate: async () => {
      await bus.call({ ...address, interface: ITEM, member: 'Activate', signature: 'ii', body: [0, 0] });
    },
    waitForMenu: async (fits, timeoutMs = WAIT_MS) =>
      await waitFor(bus, { read: menu, wakes: changed, fits, describe: renderMenu, timeoutMs }),
    waitForLook: async (fits, timeoutMs = WAIT_MS) => {
      const describe = (seen: TrayLook): string =>
        JSON.stringify({ ...seen, pixmaps: seen.pixmaps.length, iconBytes: seen.iconBytes.length });
      return await waitFor(bus, { read: look, wakes: changed, fits, describe, timeoutMs });
    },
    waitUntilGone: async (timeoutMs = WAIT_MS) => {
      const read = async (): Promise<unknown> => await askBus(bus, 'NameHasOwner', owner);
      const describe = (): string => 'It is still there.';
      await waitFor(bus, { read, wakes: left, fits: (present) => present === false, describe, timeoutMs });
    },
  };
}

type Waiting<T> = {
  read: () => Promise<T>;
  /** Whether this message is a reason to read again. */
  wakes: (message: Message) => boolean;
  fits: (value: T) => boolean;
  describe: (value: T) => string;
  timeoutMs: number;
};

/** Listens before the first look, so that no change falls between the two; looks once more after each burst. */
async function waitFor<T>(bus: Bus, { read, wakes, fits, describe, timeoutMs }: Waiting<T>): Promise<T> {
  let wake = (): void => {};
  let news = Promise.resolve();
  const renew = (): void => {
    news = new Promise((resolve) => {
      wake = resolve;
    });
  };
  let expired = false;
  const stop = bus.listen((message) => {
    if (wakes(message)) wake();
  });
  const timer = setTimeout(() => {
    expired = true;
    wake();
  }, timeoutMs);
  try {
    for (;;) {
      renew();
      if (expired) wake();
      const value = await read();
      if (fits(value)) return value;
      if (expired) throw new Error(`Not seen in the tray within ${timeoutMs} ms. Last seen:\n${describe(value)}`);
      await news;
    }
  } finally {
    clearTimeout(timer);
    stop();
  }
}

async function openMenu(bus: Bus, address: MenuAddress, id: number): Promise<void> {
  await aboutToShow(bus, address, id);
  await sendEvent(bus, address, { id, kind: 'opened' });
}

/** Opens all menus on the way to the last label's item; returns them and that item. */
async function goDown(bus: Bus, address: MenuAddress, labels: (string | RegExp)[]) {
  const opened: number[] = [];
  let id = 0;
  for (const depth of labels.keys()) {
    await openMenu(bus, address, id);
    opened.push(id);
    // Read after "about to show": an app may fill the submenu only then.
    const root = await readMenu(bus, address);
    const node = findPath(root, labels.slice(0, depth + 1));
    if (!node.enabled) throw new Error(`"${node.label}" is disabled in the tray's menu.`);
    id = node.id;
  }
  return { opened, id };
}

async function click(bus: Bus, address: MenuAddress, labels: (string | RegExp)[]): Promise<void> {
  const { opened, id } = await goDown(bus, address, labels);
  await sendEvent(bus, address, { id, kind: 'clicked' });
  for (const submenu of opened.toReversed()) await sendEvent(bus, address, { id: submenu, kind: 'closed' });
}

function findPath(root: MenuNode, labels: (string | RegExp)[]): MenuNode {
  let node = root;
  for (const label of labels) {
    const fits = (text: string): boolean => (typeof label === 'string' ? text === label : label.test(text));
    const child = node.children.find((each) => each.kind === 'item' && each.visible && fits(each.label));
    if (child === undefined) {
      throw new Error(`The tray's menu has no "${String(label)}" there:\n${renderMenu(node.children)}`);
    }
    node = child;
  }
  return node;
}

async function readProperties(bus: Bus, address: ItemAddress): Promise<Record<string, Variant>> {
  const properties = 'org.freedesktop.DBus.Properties';
  const call = { ...address, interface: properties, member: 'GetAll', signature: 's', body: [ITEM] };
  return (await bus.call(call))[0] as Record<string, Variant>;
}

async function askBus(bus: Bus, member: string, name: string): Promise<unknown> {
  const service = 'org.freedesktop.DBus';
  const path = '/org/freedesktop/DBus';
  const call = { destination: service, path, interface: service, member, signature: 's', body: [name] };
  return (await bus.call(call))[0];
}

type RawPixmap = [width: number, height: number, argb: Buffer];

function toLook(properties: Record<string, Variant>): TrayLook {
  const text = (name: string): string => String(properties[name]?.value ?? '');
  const tooltip = properties['ToolTip']?.value as [string, RawPixmap[], string, string] | undefined;
  const raw = (properties['IconPixmap']?.value ?? []) as RawPixmap[];
  const pixmaps = raw.map(([width, height, argb]) => ({ width, height, argb }));
  const iconFile = text('IconThemePath') === '' ? '' : join(text('IconThemePath'), `${text('IconName')}.png`);
  return {
    title: text('Title'),
    tooltip: tooltip?.[2] ?? '',
    status: text('Status'),
    iconName: text('IconName'),
    iconFile,
    pixmaps,
    iconBytes: pixmaps[0]?.argb ?? readIfThere(iconFile),
  };
}

/** The app may have replaced the file since it named it; then it says so, and a waiting test looks again. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
