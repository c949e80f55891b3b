import { expect, test } from 'vitest';
import { revealHeight, revealPage } from '../../electron/shell/reveal-page.ts';

test('a secret that looks like a page is text', () => {
  const html = decodeURIComponent(revealPage(`"><script>alert('&')</script>`).replace(/^[^,]*,/, ''));
  expect(html).toContain('<p>&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>');
  expect(html).toContain("default-src 'none'");
});

test('the page is as high as its text needs in this width', () => {
  expect(revealHeight('a'.repeat(34), 257)).toBe(26);
  expect(revealHeight('a'.repeat(35), 257)).toBe(44);
});
