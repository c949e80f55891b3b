const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A page that shows one line and does nothing: no script, no request. */
export function revealPage(text: string): string {
  const shown = text.replaceAll(/[&<>"']/g, (mark) => MARKS[mark] ?? '');
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><title></title>
<style>
:root { color-scheme: light dark }
html, body { margin: 0; height: 100%; background: light-dark(#fff, #16181d); color: light-dark(#1a1d23, #e8eaed) }
body { display: flex; align-items: center; font: 12px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
p { margin: 0; padding: 0 2px; max-height: 100%; overflow: auto; overflow-wrap: anywhere; white-space: pre-wrap }
</style><p>${shown}</p>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
