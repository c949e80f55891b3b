import { net, powerMonitor } from 'electron';
import { outwardAddresses } from '../base/outward-addresses.ts';

const POLL_MS = 3000;

/**
 * Says when links may have died: after sleep, and when an address of this computer came or went. Node has no event for
 * the latter, so the list is compared every three seconds.
 */
export function watchNetwork(onChange: (online: boolean) => void): { readonly close: () => void } {
  let before = outwardAddresses();
  // As the state begins: a start without network is told with the first look.
  let online = true;
  const report = () => {
    online = net.isOnline();
    onChange(online);
  };
  const timer = setInterval(() => {
    const now = outwardAddresses();
    if (now === before && net.isOnline() === online) return;
    before = now;
    report();
  }, POLL_MS);
  timer.unref();
  powerMonitor.on('resume', report);
  powerMonitor.on('unlock-screen', report);
  return {
    close: () => {
      clearInterval(timer);
      powerMonitor.off('resume', report);
      powerMonitor.off('unlock-screen', report);
    },
  };
}
