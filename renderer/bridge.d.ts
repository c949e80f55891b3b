import type { Bridge } from '../electron/contract/channels.ts';

declare global {
  interface Window {
    /** Put there by the preload script; the window's only way out. */
    readonly portside: Bridge;
  }
}
