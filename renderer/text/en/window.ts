import { moment, plural } from '../format.ts';

/** Part of `text`: the window itself. */
export const windowText = {
  ui: {
    cancel: 'Cancel',
    copied: 'Copied',
    dismiss: 'Dismiss',
  },

  /** As they are printed on a keyboard. */
  keys: {
    ctrl: 'Ctrl',
    shift: 'Shift',
    enter: 'Enter',
    space: 'Space',
    escape: 'Esc',
    home: 'Home',
    end: 'End',
  },

  notice: {
    dismiss: 'Dismiss',
    stale: (at: number | undefined, now: number) =>
      at === undefined ? 'This list may be out of date.' : `This list is from ${moment(at, now)}.`,
    account: (name: string, title: string) => `${name}: ${title}`,
    project: (name: string, title: string) => `${name} could not be read completely: ${title}`,
    more: (count: number) => plural(count, { one: 'more notice', other: 'more notices' }),
    fewer: 'Show fewer',
    toasts: 'Messages',
    broken: 'The window has stopped working',
    brokenText: 'Forwards keep running. Reload the window to go on.',
    reload: 'Reload',
  },
} as const;
