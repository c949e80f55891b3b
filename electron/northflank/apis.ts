import { keepOutOfLogs } from '../base/log.ts';
import { proxyAt } from '../base/proxy.ts';
import { createApi, type Api, type ApiParts } from './api.ts';

type Login = { readonly host: string; readonly token: string; readonly ca?: string; readonly proxy?: string };

/** One `Api` per login in use, so that its connections are kept open between requests. Close it to end them. */
export function createApis({ log, userAgent, proxy }: Pick<ApiParts, 'log' | 'userAgent' | 'proxy'>) {
  const open = new Map<string, Api>();
  return {
    of(login: Login): Api {
      const key = JSON.stringify([login.host, login.token, login.ca, login.proxy]);
      const known = open.get(key);
      if (known) return known;
      const { host, token, ca } = login;
      const way = login.proxy === undefined ? proxy : proxyAt(login.proxy);
      keepOutOfLogs(token);
      const api = createApi({ host, token: () => token, ...(ca && { ca: [ca] }), proxy: way, log, userAgent });
      open.set(key, api);
      return api;
    },
    /** The network, or the way through it, may have changed. */
    forget(): void {
      for (const api of open.values()) api.forget();
    },
    close(): void {
      for (const api of open.values()) api.close();
      open.clear();
    },
  };
}
