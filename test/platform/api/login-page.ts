type Outcome = 'ask' | 'approved' | 'denied' | 'gone';

const WORDS: Record<Outcome, readonly [title: string, text: string]> = {
  ask: ['Sign in on this computer?', 'A program on this computer asks for a token of the team Acme.'],
  approved: ['Signed in', 'You can close this page and go back to the program.'],
  denied: ['Not signed in', 'The program was told that you refused.'],
  gone: ['This login is over', 'It was answered before, or the program no longer waits. Start again there.'],
};

/** The page of the demo platform's browser login; needs no script. */
export function loginPage(id: string, outcome: Outcome): string {
  const [title, text] = WORDS[outcome];
  const buttons =
    outcome === 'ask'
      ? `<form method="post"><button formaction="/login/${id}/approve">Approve</button>
         <button class="quiet" formaction="/login/${id}/deny">Deny</button></form>`
      : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Demo platform</title><style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:light-dark(#eef1f5,#101214);color:light-dark(#16191d,#eceef0)}
main{background:light-dark(#fff,#191c20);border-radius:16px;padding:40px;max-width:26rem;box-shadow:0 8px 40px #0002}
h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:0 0 1.5rem;opacity:.8}
button{font:inherit;font-weight:600;padding:.6rem 1.4rem;border:0;border-radius:8px;background:#1f6feb;color:#fff;cursor:pointer}
.quiet{background:none;color:inherit}
</style></head><body><main><h1>${title}</h1><p>${text}</p>${buttons}</main></body></html>`;
}
