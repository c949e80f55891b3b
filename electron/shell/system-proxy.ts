import { session, type Session } from 'electron';
import { proxyOf, type ProxyResolver } from '../base/proxy.ts';

/** Another session than the window's, which is cut off from the network by a proxy that leads nowhere. Loads nothing. */
async function openSession(): Promise<Session> {
  const asked = session.fromPartition('system-proxy', { cache: false });
  // Otherwise Chromium fetches a dictionary from Google for it; to disable the spell checker comes too late.
  asked.setSpellCheckerLanguages([]);
  // A session that is asked as soon as it is made may not know its settings yet, and says that there is no proxy.
  await asked.forceReloadProxyConfig();
  return asked;
}

/** The environment's proxy, else what Chromium makes of the system's settings, PAC scripts included. After `ready` only. */
export function systemProxy(): ProxyResolver {
  let asked: Promise<Session> | undefined;
  return proxyOf(process.env, async (url) => (await (asked ??= openSession())).resolveProxy(url));
}
