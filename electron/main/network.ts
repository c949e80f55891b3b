import type { ProxyResolver } from '../base/proxy.ts';
import { proxyOfSettings } from '../base/proxy.ts';
import { trustAlso } from '../base/trust.ts';
import type { Settings } from '../contract/settings.ts';
import type { Store } from '../session/store.ts';
import { systemProxy } from '../shell/system-proxy.ts';

/** What has failed may work now. */
export const isOtherWay = (next: Settings, previous: Settings): boolean =>
  next.ca !== previous.ca || next.proxy !== previous.proxy;

/** Which way connections go and whom they trust, by the settings; a change counts from the next connection on. */
export function openNetwork({ read, subscribe }: Store): ProxyResolver {
  trustAlso(read().settings.ca);
  subscribe(({ settings: next }, { settings: previous }) => {
    if (next.ca !== previous.ca) trustAlso(next.ca);
  });
  return proxyOfSettings(() => read().settings.proxy, process.env, systemProxy());
}
