import { Eye } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { TunnelId } from '../../electron/contract/forward.ts';
import { useSend } from '../send.ts';
import { text } from '../text/text.ts';

/**
 * The connection string with dots for its secrets. While the eye is held, main draws the whole one over this box: it never
 * comes into the page.
 */
export function RevealBox({ tunnelId, masked, hasSecret }: { tunnelId: TunnelId; masked: string; hasSecret: boolean }) {
  const send = useSend();
  const box = useRef<HTMLParagraphElement>(null);
  const held = useRef(false);

  const press = () => {
    const at = box.current?.getBoundingClientRect();
    if (!at || held.current) return;
    held.current = true;
    const { x, y, width, height } = at;
    void send({ type: 'kit.reveal', tunnelId, field: 'uri', place: { x, y, width, height } });
  };
  const release = () => {
    if (!held.current) return;
    held.current = false;
    void send({ type: 'kit.conceal' });
  };
  const isPress = (event: KeyboardEvent) => event.key === ' ' || event.key === 'Enter';

  useEffect(() => () => void (held.current && send({ type: 'kit.conceal' })), [send]);

  return (
    <div className="kit-box">
      <p className="kit-uri mono" ref={box} aria-label={text.kit.masked}>
        {masked}
      </p>
      {hasSecret ? (
        <button
          type="button"
          className="icon-button"
          aria-label={text.kit.reveal}
          title={text.kit.reveal}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture?.(event.pointerId);
            press();
          }}
          onPointerUp={release}
          onPointerCancel={release}
          onKeyDown={(event) => {
            if (!isPress(event)) return;
            event.preventDefault();
            press();
          }}
          onKeyUp={(event) => isPress(event) && release()}
        >
          <Eye size={16} strokeWidth={1.75} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
