import { Globe } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { SignIn } from '../../electron/contract/sign-in.ts';
import { useSend } from '../send.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';

/** While the user is in the browser. It goes on by itself; the button is the way back. */
export function BrowserWaiting({ signIn }: { readonly signIn: Extract<SignIn, { state: 'browser' }> }) {
  const send = useSend();
  const panel = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone.
  useEffect(() => panel.current?.focus(), []);
  const isOpen = signIn.step === 'waiting';
  return (
    <div className="browser-waiting" ref={panel} tabIndex={-1}>
      <span className="browser-waiting-sign">
        <Globe size={24} strokeWidth={1.5} aria-hidden />
      </span>
      <output>
        <span className="browser-waiting-title">{isOpen ? text.signIn.browserTitle : text.signIn.browserAsking}</span>
        <span className="browser-waiting-text">
          {isOpen ? text.signIn.browserText(signIn.page) : text.signIn.browserSoon}
        </span>
      </output>
      <Button onClick={() => void send({ type: 'account.sign-in-cancel' })}>{text.signIn.cancel}</Button>
    </div>
  );
}
