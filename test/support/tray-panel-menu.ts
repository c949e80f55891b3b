import { Variant, type DBusError } from 'dbus-next';
import type { Bus } from './tray-panel-bus.ts';

/** One item of a tray's menu as a desktop panel sees it (com.canonical.dbusmenu). */
export type MenuNode = {
  id: number;
  /** Without the mnemonic's underscore; empty for a separator. */
  label: string;
  kind: 'item' | 'separator';
  enabled: boolean;
  visible: boolean;
  toggleType: '' | 'checkmark' | 'radio';
  toggleState: 'on' | 'off' | 'unknown';
  children: MenuNode[];
};

export type MenuAddress = { destination: string; path: string };

const MENU = 'com.canonical.dbusmenu';
const NO_REPLY = 'org.freedesktop.DBus.Error.NoReply';

/** Asks for the whole tree; the root itself is not shown and has the id 0. */
export async function readMenu(bus: Bus, address: MenuAddress): Promise<MenuNode> {
  const [, root] = await bus.call({
    ...address,
    interface: MENU,
    member: 'GetLayout',
    signature: 'iias',
    body: [0, -1, []],
  });
  return toNode(root as Layout);
}

/**
 * Tells the app that a submenu is about to be shown, as a panel must before it shows one. Chromium refuses the call for
 * the root; panels go on regardless, and so does this one.
 */
export async function aboutToShow(bus: Bus, address: MenuAddress, id: number): Promise<void> {
  const call = { ...address, interface: MENU, member: 'AboutToShow', signature: 'i', body: [id] };
  await bus.call(call).catch(() => []);
}

/**
 * Sends what the user did. A click may close the very app that should answer, or draw a menu in which the submenu that
 * is then closed is no more: such refusals are no failure for a panel.
 */
export async function sendEvent(
  bus: Bus,
  address: MenuAddress,
  event: { id: number; kind: 'clicked' | 'opened' | 'closed' },
): Promise<void> {
  const seconds = Math.floor(Date.now() / 1_000);
  const body = [event.id, event.kind, new Variant('i', 0), seconds];
  const call = { ...address, interface: MENU, member: 'Event', signature: 'isvu', body };
  await bus.call(call).catch((error: unknown) => {
    if (event.kind === 'clicked' && (error as DBusError).type !== NO_REPLY) throw error;
  });
}

/** The menu as text, for the message of a test that waited for another one. */
export function renderMenu(nodes: MenuNode[], indent = ''): string {
  const lines = nodes.map((node) => {
    if (node.kind === 'separator') return `${indent}---`;
    const mark = node.toggleType === '' ? '' : node.toggleState === 'on' ? '[x] ' : '[ ] ';
    const children = node.children.length > 0 ? `\n${renderMenu(node.children, `${indent}  `)}` : '';
    return `${indent}${mark}${node.label}${node.enabled ? '' : ' (disabled)'}${children}`;
  });
  return lines.join('\n');
}

type Layout = [id: number, properties: Record<string, Variant>, children: Variant<Layout>[]];

const TOGGLE_STATES: Record<number, MenuNode['toggleState']> = { 0: 'off', 1: 'on' };

function toNode([id, properties, children]: Layout): MenuNode {
  const read = (name: string): unknown => properties[name]?.value;
  const toggleType = read('toggle-type');
  return {
    id,
    label: withoutMnemonic(typeof read('label') === 'string' ? (read('label') as string) : ''),
    kind: read('type') === 'separator' ? 'separator' : 'item',
    enabled: read('enabled') !== false,
    visible: read('visible') !== false,
    toggleType: toggleType === 'checkmark' || toggleType === 'radio' ? toggleType : '',
    toggleState: TOGGLE_STATES[Number(read('toggle-state') ?? -1)] ?? 'unknown',
    children: children.map((child) => toNode(child.value)),
  };
}

/** A single underscore marks the next letter, a double one stands for itself. */
function withoutMnemonic(label: string): string {
  return label.replaceAll(/_(_?)/g, '$1');
}
