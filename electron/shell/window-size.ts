import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { LARGE } from './window.ts';

const COMPACT = { width: 390, height: 620 };
/** Narrower than this the page is one column. */
const LEAST_LARGE = 640;

/** Between one narrow column and the size before that. */
export function createResizer(current: () => BrowserWindow | undefined): (to: 'compact' | 'large') => void {
  let large = LARGE;
  return (to) => {
    const window = current();
    if (!window) return;
    const { width, height, ...at } = window.getNormalBounds();
    if (window.isMaximized()) window.unmaximize();
    if (width >= LEAST_LARGE) large = { width, height };
    window.setBounds(onScreen({ ...at, ...(to === 'large' ? large : COMPACT) }));
  };
}

/** As large as its screen has room for, and moved so far that all of it is there. */
function onScreen(wanted: Rectangle): Rectangle {
  const { workArea: area } = screen.getDisplayMatching(wanted);
  const [width, height] = [Math.min(wanted.width, area.width), Math.min(wanted.height, area.height)];
  const within = (at: number, least: number, room: number) => Math.max(least, Math.min(at, least + room));
  return {
    x: within(wanted.x, area.x, area.width - width),
    y: within(wanted.y, area.y, area.height - height),
    width,
    height,
  };
}
