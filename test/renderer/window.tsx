import { act, cleanup, render, screen, within } from '@testing-library/react';
import { afterEach } from 'vitest';
import type { SessionState } from '../../electron/contract/session.ts';
import { App } from '../../renderer/app.tsx';
import { type BridgeDouble, makeBridgeDouble } from '../support/bridge-double.ts';

declare global {
  interface Window {
    happyDOM: { setViewport: (size: { width: number; height: number }) => void };
  }
}

// There is no layout: without a height a list that renders only what is seen would render nothing.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => window.innerHeight },
  clientWidth: { configurable: true, get: () => window.innerWidth },
});

const WIDE = { width: 1120, height: 700 };
export const COMPACT = { width: 390, height: 560 };

/** The whole window over a double of the app; it is taken down after each test. */
export function openWindow(state: SessionState, size = WIDE): BridgeDouble {
  window.happyDOM.setViewport(size);
  const double = makeBridgeDouble(state);
  render(<App bridge={double.bridge} />);
  return { ...double, change: (next) => act(() => double.change(next)) };
}

export function closeWindowAfterEach(): void {
  afterEach(cleanup);
}

export const rowNames = () =>
  screen
    .getAllByRole('listitem')
    .flatMap((item) => (item.className === 'row' ? [item.getAttribute('aria-label')] : []));
export const row = (name: string) => within(screen.getByRole('listitem', { name }));
export const forwardSwitch = (name: string) => row(name).getByRole('switch', { name: `Forward ${name}` });
export const details = () => within(screen.getByRole('complementary', { name: /^Details of/ }));
