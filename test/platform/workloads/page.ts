import type { HttpEcho } from './http.ts';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A page worth opening: who answered, under which Host, what came with the request. Self-contained, no script. */
export function page(echo: HttpEcho): string {
  const rows = Object.entries(echo.headers)
    .map(([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td></tr>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(echo.service)}</title><link rel="icon" href="data:,"><style>
:root{color-scheme:light dark;--ink:light-dark(#16191d,#eceef0);--quiet:light-dark(#5b6470,#9aa3ad);--line:light-dark(#e3e7ec,#2a2e33);--card:light-dark(#fff,#191c20)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:light-dark(#eef1f5,#101214);padding:48px 20px}
main{max-width:46rem;margin:auto}
header{display:flex;gap:18px;align-items:center;margin-bottom:28px}
.mark{width:56px;height:56px;border-radius:14px;background:linear-gradient(135deg,#1f6feb,#12a594);display:grid;place-items:center;color:#fff;font-size:1.5rem;font-weight:700}
h1{margin:0;font-size:1.6rem;letter-spacing:-.01em}header p{margin:0;color:var(--quiet)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:14px;margin:0 0 14px}
dl div,section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px;min-width:0}
dt,h2{font-size:.8rem;font-weight:600;color:var(--quiet);margin:0 0 4px}dd{margin:0;overflow-wrap:anywhere}
code,td,dd{font-family:ui-monospace,monospace;font-size:.9rem}
table{border-collapse:collapse;width:100%}th{font-weight:500;text-align:left;color:var(--quiet);padding:6px 16px 6px 0;vertical-align:top;white-space:nowrap}
td{padding:6px 0;overflow-wrap:anywhere}tr+tr>*{border-top:1px solid var(--line)}
nav{margin-top:18px;display:flex;gap:16px;flex-wrap:wrap}a{color:light-dark(#1f6feb,#6ea8ff)}
</style></head><body><main>
<header><div class="mark" aria-hidden="true">${escape(String.fromCodePoint(echo.service.codePointAt(0) ?? 0x3f).toUpperCase())}</div>
<div><h1>${escape(echo.service)}</h1><p>You reach a private service through a tunnel.</p></div></header>
<dl><div><dt>Instance</dt><dd>${escape(echo.instance)}</dd></div>
<div><dt>Host header</dt><dd>${escape(echo.host)}</dd></div>
<div><dt>Up for</dt><dd>${echo.uptimeSeconds} s</dd></div></dl>
<section><h2>Request headers</h2><table>${rows}</table></section>
<nav><a href="/json">/json</a><a href="/stream">/stream</a><a href="/slow?ms=1000">/slow</a><a href="/bytes?n=1048576">1 MiB</a></nav>
</main></body></html>`;
}
