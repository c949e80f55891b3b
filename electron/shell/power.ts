import { net, powerMonitor } from 'electron';
import { outwardAddresses } from '../base/outward-addresses.ts';

const POLL_MS = 1000;
/** A tick this late was slept through: not every system says that it woke. */
const SLEPT_MS = 10_000;

/**
 * Says when links may have died: after sleep, and when an address of this computer came or went. Node has no event for
 * the latter, so the list is compared each second; it takes a tenth of a millisecond.
 */
export function watchNetwork(onChange: (online: boolean) => void): { readonly close: () => void } {
  let before = outwardAddresses();
  // As the state begins: a start without network is told with the first look.
  let online = true;
  let tickedAt = Date.now();
  const report = () => {
    online = net.isOnline();
    onChange(online);
  };
  const timer = setInterval(() => {
    const now = outwardAddresses();
    const slept = Date.now() - tickedAt > SLEPT_MS;
    tickedAt = Date.now();
    if (now === before && net.isOnline() === online && !slept) return;
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
