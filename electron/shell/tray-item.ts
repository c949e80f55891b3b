import type { Command } from '../contract/command.ts';
import { trayText } from '../contract/text/tray.ts';

/** A menu as data: what the native menu is built from, and what a test reads. */
export type MenuItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly command: Command;
      readonly enabled?: boolean;
      /** Shown where the system shows keys in such menus. */
      readonly accelerator?: string;
    }
  | { readonly kind: 'check'; readonly label: string; readonly checked: boolean; readonly command: Command }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly MenuItem[] };

export const MOST_ITEMS = 20;

export const separator: MenuItem = { kind: 'separator' };

export function cut(items: readonly MenuItem[], most = MOST_ITEMS): readonly MenuItem[] {
  if (items.length <= most) return items;
  return [...items.slice(0, most), { kind: 'action', label: trayText().more, command: { type: 'window.show' } }];
}

/** `&` would mark the next letter as a mnemonic; names come from the platform and may hold one, or a line break. */
export function escapeLabel(label: string): string {
  return label.replaceAll('&', '&&').replace(/\s*[\r\n]+\s*/g, ' ');
}
