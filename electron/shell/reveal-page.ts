/** In pixels: the page's script is off, so it cannot be asked how high it is. */
const LETTER = 7.3;
const LINE = 18;
const EDGE = 4;

/** How high the page is to be for the whole text in this width. */
export function revealHeight(text: string, width: number): number {
  const letters = Math.max(1, Math.floor((width - 2 * EDGE) / LETTER));
  return Math.ceil(text.length / letters) * LINE + 2 * EDGE;
}

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A page that shows one line and does nothing: no script, no request. */
export function revealPage(text: string): string {
  const shown = text.replaceAll(/[&<>"']/g, (mark) => MARKS[mark] ?? '');
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><title></title>
<style>
:root { color-scheme: light dark }
html, body { margin: 0; height: 100%; background: light-dark(#f0f2f5, #22262d); color: light-dark(#14171c, #eceef2) }
body { box-sizing: border-box; padding: ${EDGE}px; overflow: auto; font: 12px/${LINE}px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
p { margin: 0; word-break: break-all; white-space: pre-wrap }
</style><p>${shown}</p>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
